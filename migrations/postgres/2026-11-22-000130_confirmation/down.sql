DROP TABLE confirmation;
