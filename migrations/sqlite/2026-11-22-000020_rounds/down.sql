DROP TABLE round;
