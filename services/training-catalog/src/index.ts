export { CompletionRecorder } from './completions/record-completion.js';
export { trainingCatalog } from './training-catalog.definition.js';
export { TrainingCatalogModule } from './training-catalog.module.js';
