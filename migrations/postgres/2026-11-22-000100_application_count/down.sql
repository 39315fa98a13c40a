DROP INDEX declaration_standing;
DROP INDEX application_bids;
DROP TRIGGER application_counted_over ON application;
DROP TRIGGER application_counted_out ON application;
DROP TRIGGER application_counted_in ON application;
DROP FUNCTION count_applications();
DROP TABLE application_count;
