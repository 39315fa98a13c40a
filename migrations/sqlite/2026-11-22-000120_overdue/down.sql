DROP INDEX assessment_overdue;
