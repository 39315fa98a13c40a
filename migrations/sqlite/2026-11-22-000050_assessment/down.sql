DROP TABLE meeting;
DROP TABLE moderation;
DROP TABLE assessment;
DROP TABLE assessor_profile;
