DROP TABLE section_presence;
