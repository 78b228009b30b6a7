-- Which event a joint session, a decision on an equivalence, a decision on a guest follows from. Empty for what came before it was kept.
ALTER TABLE joint_session_proposal ADD COLUMN told_event uuid;
ALTER TABLE programme_equivalence ADD COLUMN told_event uuid;
ALTER TABLE guest_enrolment ADD COLUMN told_event uuid;
