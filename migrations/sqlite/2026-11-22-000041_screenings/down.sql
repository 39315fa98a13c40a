DROP TABLE screening_part;
DROP TABLE screening;
