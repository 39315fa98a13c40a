DROP TABLE award;
DROP TABLE decision;
DROP TABLE due_diligence;
