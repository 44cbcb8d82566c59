ALTER TABLE `ceremony` ADD `opened_at` text;--> statement-breakpoint
ALTER TABLE `ceremony` ADD `restart` text;--> statement-breakpoint
-- Keys are made anew only as a whole and before a box is sealed with them; until then their messages may go.
DROP TRIGGER key_message_refuses_delete;--> statement-breakpoint
CREATE TRIGGER key_message_refuses_delete BEFORE DELETE ON key_message WHEN EXISTS (SELECT 1 FROM vote WHERE sitting_id = OLD.sitting_id AND election IS NOT NULL AND state NOT IN ('void', 'published')) BEGIN SELECT RAISE(ABORT, 'a box is sealed with the keys'); END;--> statement-breakpoint
CREATE TRIGGER ceremony_refuses_delete_once_sealed BEFORE DELETE ON ceremony WHEN EXISTS (SELECT 1 FROM vote WHERE sitting_id = OLD.sitting_id AND election IS NOT NULL AND state NOT IN ('void', 'published')) BEGIN SELECT RAISE(ABORT, 'a box is sealed with the keys'); END;
