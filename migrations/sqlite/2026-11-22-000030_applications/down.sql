DROP TABLE reference_sequence;
DROP TABLE submission;
DROP TABLE application_section;
DROP TABLE application;
