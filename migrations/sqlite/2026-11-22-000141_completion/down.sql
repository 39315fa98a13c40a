DROP TABLE application_effort;
DROP TABLE footfall;
