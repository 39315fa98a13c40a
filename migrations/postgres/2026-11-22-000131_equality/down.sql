DROP TABLE equality_release;
DROP TABLE equality_answer;
