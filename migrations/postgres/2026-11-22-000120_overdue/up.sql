-- Finds the assessments whose time has run out.
CREATE INDEX assessment_overdue ON assessment (due, id)
WHERE status IN ('assigned', 'in_progress');
