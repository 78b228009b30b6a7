export { learningHours } from './learning-hours.definition.js';
export { LearningHoursModule } from './learning-hours.module.js';
