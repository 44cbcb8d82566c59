CREATE TABLE `attachment` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_kind` text NOT NULL,
	`owner_id` text NOT NULL,
	`name` text NOT NULL,
	`type` text NOT NULL,
	`size` integer NOT NULL,
	`hash` text NOT NULL,
	`bytes` blob NOT NULL,
	`by` text,
	`at` text NOT NULL,
	FOREIGN KEY (`by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "attachment_owner_known" CHECK("attachment"."owner_kind" in ('suggestion', 'proposal', 'handover'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `attachment_by_owner` ON `attachment` (`owner_kind`,`owner_id`);--> statement-breakpoint
CREATE TABLE `criterion_mark` (
	`proposal_id` text NOT NULL,
	`criterion` text NOT NULL,
	`met` text NOT NULL,
	`score` integer NOT NULL,
	`reason` text NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	PRIMARY KEY(`proposal_id`, `criterion`),
	FOREIGN KEY (`proposal_id`) REFERENCES `proposal`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "criterion_known" CHECK("criterion_mark"."criterion" in ('inclusive', 'public_good', 'balanced', 'feasible', 'done_in_year', 'funded', 'no_new_burden', 'not_ordered_above', 'lawful', 'land_and_environment')),
	CONSTRAINT "criterion_met_known" CHECK("criterion_mark"."met" in ('yes', 'partly', 'no')),
	CONSTRAINT "criterion_score_in_range" CHECK("criterion_mark"."score" between 0 and 5),
	CONSTRAINT "criterion_reason_given" CHECK("criterion_mark"."reason" <> '')
) STRICT;
--> statement-breakpoint
CREATE TABLE `criterion_weight` (
	`year` integer NOT NULL,
	`criterion` text NOT NULL,
	`weight` integer NOT NULL,
	PRIMARY KEY(`year`, `criterion`),
	FOREIGN KEY (`year`) REFERENCES `year`(`year`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "criterion_weight_in_range" CHECK("criterion_weight"."weight" between 0 and 10)
) STRICT;
--> statement-breakpoint
CREATE TABLE `disclosure` (
	`id` text PRIMARY KEY NOT NULL,
	`year` integer NOT NULL,
	`kind` text NOT NULL,
	`title` text NOT NULL,
	`content` text NOT NULL,
	`hash` text NOT NULL,
	`prepared_by` text NOT NULL,
	`prepared_at` text NOT NULL,
	`reviewed_by` text,
	`published_at` text,
	FOREIGN KEY (`year`) REFERENCES `year`(`year`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`prepared_by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`reviewed_by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "disclosure_kind_known" CHECK("disclosure"."kind" in ('notice', 'answers', 'comment_period', 'candidates')),
	CONSTRAINT "disclosure_reviewed_by_another" CHECK("disclosure"."reviewed_by" is null or "disclosure"."reviewed_by" <> "disclosure"."prepared_by"),
	CONSTRAINT "disclosure_published_when_reviewed" CHECK(("disclosure"."reviewed_by" is null) = ("disclosure"."published_at" is null))
) STRICT;
--> statement-breakpoint
CREATE INDEX `disclosure_by_year` ON `disclosure` (`year`,`kind`);--> statement-breakpoint
CREATE TABLE `duty` (
	`id` text PRIMARY KEY NOT NULL,
	`station_id` text NOT NULL,
	`day` text NOT NULL,
	`hours` text NOT NULL,
	`names` text NOT NULL,
	FOREIGN KEY (`station_id`) REFERENCES `station`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `duty_once` ON `duty` (`station_id`,`day`,`hours`);--> statement-breakpoint
CREATE TABLE `handover` (
	`id` text PRIMARY KEY NOT NULL,
	`year` integer NOT NULL,
	`number` integer NOT NULL,
	`seq` integer NOT NULL,
	`unit` text NOT NULL,
	`demand` text NOT NULL,
	`deadline` text NOT NULL,
	`issued_by` text NOT NULL,
	`issued_at` text NOT NULL,
	`state` text NOT NULL,
	`reply` text NOT NULL,
	`replied_by` text,
	`replied_at` text,
	`check_text` text NOT NULL,
	`checked_by` text,
	`checked_at` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`year`) REFERENCES `year`(`year`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`seq`) REFERENCES `suggestion`(`seq`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`issued_by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`replied_by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`checked_by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "handover_state_known" CHECK("handover"."state" in ('issued', 'replied', 'accepted', 'recalled'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `handover_number_once` ON `handover` (`year`,`number`);--> statement-breakpoint
CREATE INDEX `handover_by_unit` ON `handover` (`unit`,`state`);--> statement-breakpoint
CREATE INDEX `handover_by_seq` ON `handover` (`seq`);--> statement-breakpoint
CREATE TABLE `letter` (
	`id` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`at` text NOT NULL,
	`subject` text NOT NULL,
	`body` text NOT NULL,
	`address` text,
	`sent_at` text,
	`attempts` integer NOT NULL,
	`failure` text,
	FOREIGN KEY (`seq`) REFERENCES `suggestion`(`seq`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `letter_by_seq` ON `letter` (`seq`);--> statement-breakpoint
CREATE INDEX `letter_unsent` ON `letter` (`sent_at`);--> statement-breakpoint
CREATE TABLE `opinion` (
	`id` text PRIMARY KEY NOT NULL,
	`proposal_id` text NOT NULL,
	`kind` text NOT NULL,
	`unit` text NOT NULL,
	`deadline` text NOT NULL,
	`asked_by` text NOT NULL,
	`asked_at` text NOT NULL,
	`stance` text,
	`text` text NOT NULL,
	`answered_by` text,
	`answered_at` text,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposal`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`asked_by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`answered_by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "opinion_kind_known" CHECK("opinion"."kind" in ('cosign', 'feasibility', 'finance', 'legality')),
	CONSTRAINT "opinion_stance_known" CHECK("opinion"."stance" is null or "opinion"."stance" in ('agree', 'agree_with_changes', 'disagree'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `opinion_once` ON `opinion` (`proposal_id`,`kind`,`unit`);--> statement-breakpoint
CREATE INDEX `opinion_by_unit` ON `opinion` (`unit`);--> statement-breakpoint
CREATE TABLE `paper_receipt` (
	`year` integer NOT NULL,
	`account_id` text NOT NULL,
	`at` text NOT NULL,
	PRIMARY KEY(`year`, `account_id`),
	FOREIGN KEY (`year`) REFERENCES `year`(`year`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `place` (
	`code` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`town_code` text,
	`x` integer,
	`y` integer
) STRICT;
--> statement-breakpoint
CREATE INDEX `place_by_town` ON `place` (`town_code`);--> statement-breakpoint
CREATE TABLE `proposal` (
	`id` text PRIMARY KEY NOT NULL,
	`year` integer NOT NULL,
	`unit` text NOT NULL,
	`state` text NOT NULL,
	`fields` text NOT NULL,
	`version` integer NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_by` text NOT NULL,
	`updated_at` text NOT NULL,
	`submitted_at` text,
	`list_number` integer,
	`state_reason` text NOT NULL,
	FOREIGN KEY (`year`) REFERENCES `year`(`year`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`updated_by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "proposal_state_known" CHECK("proposal"."state" in ('draft', 'submitted', 'returned', 'shortlisted', 'rejected', 'listed', 'candidate', 'reserve', 'withdrawn'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `proposal_by_unit` ON `proposal` (`year`,`unit`);--> statement-breakpoint
CREATE UNIQUE INDEX `proposal_list_number_once` ON `proposal` (`year`,`list_number`);--> statement-breakpoint
CREATE TABLE `proposal_origin` (
	`proposal_id` text NOT NULL,
	`seq` integer NOT NULL,
	PRIMARY KEY(`proposal_id`, `seq`),
	FOREIGN KEY (`proposal_id`) REFERENCES `proposal`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`seq`) REFERENCES `suggestion`(`seq`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `proposal_origin_by_suggestion` ON `proposal_origin` (`seq`);--> statement-breakpoint
CREATE TABLE `proposal_version` (
	`proposal_id` text NOT NULL,
	`version` integer NOT NULL,
	`fields` text NOT NULL,
	`note` text NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	PRIMARY KEY(`proposal_id`, `version`),
	FOREIGN KEY (`proposal_id`) REFERENCES `proposal`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `public_comment` (
	`id` text PRIMARY KEY NOT NULL,
	`proposal_id` text NOT NULL,
	`text` text NOT NULL,
	`at` text NOT NULL,
	`device` text NOT NULL,
	`shown` integer NOT NULL,
	`reply` text NOT NULL,
	`replied_by` text,
	`replied_at` text,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposal`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`replied_by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `public_comment_by_proposal` ON `public_comment` (`proposal_id`);--> statement-breakpoint
CREATE TABLE `question` (
	`id` text PRIMARY KEY NOT NULL,
	`proposal_id` text NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	`text` text NOT NULL,
	`answer` text NOT NULL,
	`answered_by` text,
	`answered_at` text,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposal`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`answered_by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `question_by_proposal` ON `question` (`proposal_id`);--> statement-breakpoint
CREATE TABLE `reception` (
	`id` text PRIMARY KEY NOT NULL,
	`client_id` text NOT NULL,
	`year` integer NOT NULL,
	`station_id` text NOT NULL,
	`at` text NOT NULL,
	`by` text NOT NULL,
	`visitors` integer NOT NULL,
	`opinion` text NOT NULL,
	`solved` integer NOT NULL,
	`solved_how` text NOT NULL,
	`seq` integer,
	`synced_at` text NOT NULL,
	FOREIGN KEY (`year`) REFERENCES `year`(`year`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`station_id`) REFERENCES `station`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`seq`) REFERENCES `suggestion`(`seq`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "reception_visitors_from_one" CHECK("reception"."visitors" >= 1)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `reception_client_once` ON `reception` (`client_id`);--> statement-breakpoint
CREATE INDEX `reception_by_station` ON `reception` (`station_id`,`at`);--> statement-breakpoint
CREATE TABLE `remark` (
	`id` text PRIMARY KEY NOT NULL,
	`proposal_id` text NOT NULL,
	`kind` text NOT NULL,
	`text` text NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	`settled` text NOT NULL,
	`settled_by` text,
	`settled_at` text,
	FOREIGN KEY (`proposal_id`) REFERENCES `proposal`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`settled_by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "remark_kind_known" CHECK("remark"."kind" in ('comment', 'change'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `remark_by_proposal` ON `remark` (`proposal_id`);--> statement-breakpoint
CREATE TABLE `station` (
	`id` text PRIMARY KEY NOT NULL,
	`level` text NOT NULL,
	`parent_id` text,
	`place_code` text,
	`name` text NOT NULL,
	`address` text NOT NULL,
	`hours` text NOT NULL,
	`phone` text NOT NULL,
	`purpose` text NOT NULL,
	`open_from` text,
	`open_until` text,
	`closed` integer NOT NULL,
	`version` integer NOT NULL,
	FOREIGN KEY (`place_code`) REFERENCES `place`(`code`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "station_level_known" CHECK("station"."level" in ('head', 'town', 'village', 'mobile')),
	CONSTRAINT "station_head_has_no_parent" CHECK(("station"."level" = 'head') = ("station"."parent_id" is null))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `station_name_once` ON `station` (`name`);--> statement-breakpoint
CREATE TABLE `station_member` (
	`id` text PRIMARY KEY NOT NULL,
	`station_id` text NOT NULL,
	`name` text NOT NULL,
	`office` text NOT NULL,
	`account_id` text,
	FOREIGN KEY (`station_id`) REFERENCES `station`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "station_member_office_known" CHECK("station_member"."office" in ('leader', 'delegate', 'staff'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `station_member_once` ON `station_member` (`station_id`,`name`);--> statement-breakpoint
CREATE TABLE `stock_text` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`title` text NOT NULL,
	`body` text NOT NULL,
	CONSTRAINT "stock_text_kind_known" CHECK("stock_text"."kind" in ('reply', 'negative'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `stock_text_once` ON `stock_text` (`kind`,`title`);--> statement-breakpoint
CREATE TABLE `suggester` (
	`seq` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`phone` text NOT NULL,
	`email` text NOT NULL,
	FOREIGN KEY (`seq`) REFERENCES `suggestion`(`seq`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `suggestion` (
	`seq` integer PRIMARY KEY NOT NULL,
	`year` integer NOT NULL,
	`code` text NOT NULL,
	`category` text NOT NULL,
	`title` text NOT NULL,
	`content` text NOT NULL,
	`reason` text NOT NULL,
	`advice` text NOT NULL,
	`place_code` text,
	`place_note` text NOT NULL,
	`x` integer,
	`y` integer,
	`channel` text NOT NULL,
	`source_ref` text,
	`client_id` text,
	`suggester_kind` text NOT NULL,
	`station_id` text,
	`received_by` text,
	`received_at` text NOT NULL,
	`state` text NOT NULL,
	`shown` integer NOT NULL,
	`golden` integer NOT NULL,
	`supports` integer NOT NULL,
	`merged_into` integer,
	`split_from` integer,
	`version` integer NOT NULL,
	`grams` text NOT NULL,
	FOREIGN KEY (`year`) REFERENCES `year`(`year`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`place_code`) REFERENCES `place`(`code`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`station_id`) REFERENCES `station`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`received_by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "suggestion_state_known" CHECK("suggestion"."state" in ('received', 'forwarded', 'replied', 'merged', 'split', 'solved', 'adopted', 'pooled', 'declined')),
	CONSTRAINT "suggestion_channel_known" CHECK("suggestion"."channel" in ('web', 'email', 'letter', 'hotline', 'station', 'mobile_station', 'delegate', 'department', 'clerk')),
	CONSTRAINT "suggestion_kind_known" CHECK("suggestion"."suggester_kind" in ('resident', 'delegate', 'cppcc_member', 'unit')),
	CONSTRAINT "suggestion_merged_points" CHECK(("suggestion"."state" = 'merged') = ("suggestion"."merged_into" is not null)),
	CONSTRAINT "suggestion_point_whole" CHECK(("suggestion"."x" is null) = ("suggestion"."y" is null))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `suggestion_code_once` ON `suggestion` (`code`);--> statement-breakpoint
CREATE UNIQUE INDEX `suggestion_source_once` ON `suggestion` (`channel`,`source_ref`);--> statement-breakpoint
CREATE UNIQUE INDEX `suggestion_client_once` ON `suggestion` (`client_id`);--> statement-breakpoint
CREATE INDEX `suggestion_by_state` ON `suggestion` (`year`,`state`,`seq`);--> statement-breakpoint
CREATE INDEX `suggestion_by_category` ON `suggestion` (`year`,`category`,`seq`);--> statement-breakpoint
CREATE INDEX `suggestion_by_place` ON `suggestion` (`year`,`place_code`,`seq`);--> statement-breakpoint
CREATE INDEX `suggestion_by_channel` ON `suggestion` (`year`,`channel`,`seq`);--> statement-breakpoint
CREATE INDEX `suggestion_by_master` ON `suggestion` (`merged_into`);--> statement-breakpoint
CREATE TABLE `suggestion_event` (
	`id` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`at` text NOT NULL,
	`act` text NOT NULL,
	`text` text NOT NULL,
	`by` text,
	`ref` text,
	`announced_at` text,
	FOREIGN KEY (`seq`) REFERENCES `suggestion`(`seq`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `suggestion_event_by_seq` ON `suggestion_event` (`seq`,`at`);--> statement-breakpoint
CREATE TABLE `support` (
	`seq` integer NOT NULL,
	`device` text NOT NULL,
	`at` text NOT NULL,
	PRIMARY KEY(`seq`, `device`),
	FOREIGN KEY (`seq`) REFERENCES `suggestion`(`seq`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `year` (
	`year` integer PRIMARY KEY NOT NULL,
	`state` text NOT NULL,
	`notice` text NOT NULL,
	`collect_from` text,
	`collect_until` text,
	`collect_opened_at` text,
	`collect_closed_at` text,
	`per_person` integer NOT NULL,
	`fund_fen` integer,
	`places` integer NOT NULL,
	`least_surplus` integer NOT NULL,
	`comment_from` text,
	`comment_until` text,
	`comment_opened_at` text,
	`comment_closed_at` text,
	`version` integer NOT NULL,
	`created_at` text NOT NULL,
	CONSTRAINT "year_state_known" CHECK("year"."state" in ('prepare', 'collect', 'screen', 'standing_committee_review', 'candidates_fixed', 'review_in_session', 'ballot', 'published', 'assigned', 'carry_out', 'change', 'appraisal', 'archived')),
	CONSTRAINT "year_per_person_from_one" CHECK("year"."per_person" >= 1),
	CONSTRAINT "year_places_from_one" CHECK("year"."places" >= 1)
) STRICT;
--> statement-breakpoint
CREATE TABLE `year_list` (
	`year` integer PRIMARY KEY NOT NULL,
	`minutes_number` text NOT NULL,
	`minutes_date` text NOT NULL,
	`submitted_by` text NOT NULL,
	`submitted_at` text NOT NULL,
	`list` text NOT NULL,
	`list_hash` text NOT NULL,
	`decision` text,
	`decided_by` text,
	`decided_at` text,
	`candidates` text,
	`candidates_hash` text,
	FOREIGN KEY (`year`) REFERENCES `year`(`year`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`submitted_by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decided_by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
-- By hand: moves as in packages/rules (a test compares), what never changes, and the full-text search.
CREATE TRIGGER suggestion_moves_only_as_listed BEFORE UPDATE OF state ON suggestion WHEN OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ('received>forwarded', 'received>merged', 'received>split', 'received>solved', 'received>adopted', 'received>pooled', 'received>declined', 'forwarded>replied', 'forwarded>received', 'replied>forwarded', 'replied>merged', 'replied>solved', 'replied>adopted', 'replied>pooled', 'replied>declined', 'merged>received', 'solved>received', 'adopted>received', 'pooled>adopted', 'pooled>received', 'declined>received') BEGIN SELECT RAISE(ABORT, 'suggestion: move not allowed'); END;--> statement-breakpoint
CREATE TRIGGER proposal_moves_only_as_listed BEFORE UPDATE OF state ON proposal WHEN OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ('draft>submitted', 'draft>withdrawn', 'submitted>returned', 'submitted>shortlisted', 'submitted>rejected', 'submitted>withdrawn', 'returned>submitted', 'returned>withdrawn', 'shortlisted>submitted', 'shortlisted>listed', 'shortlisted>rejected', 'shortlisted>withdrawn', 'rejected>submitted', 'listed>returned', 'listed>candidate', 'listed>reserve', 'listed>withdrawn', 'withdrawn>draft') BEGIN SELECT RAISE(ABORT, 'proposal: move not allowed'); END;--> statement-breakpoint
CREATE TRIGGER year_moves_only_as_listed BEFORE UPDATE OF state ON year WHEN OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ('prepare>collect', 'collect>screen', 'screen>standing_committee_review', 'standing_committee_review>candidates_fixed', 'candidates_fixed>review_in_session', 'review_in_session>ballot', 'ballot>published', 'published>assigned', 'assigned>carry_out', 'carry_out>change', 'carry_out>appraisal', 'change>carry_out', 'appraisal>archived') BEGIN SELECT RAISE(ABORT, 'year: move not allowed'); END;--> statement-breakpoint
CREATE TRIGGER year_refuses_delete BEFORE DELETE ON year BEGIN SELECT RAISE(ABORT, 'year is never deleted'); END;--> statement-breakpoint
CREATE TRIGGER suggestion_refuses_delete BEFORE DELETE ON suggestion BEGIN SELECT RAISE(ABORT, 'suggestion is never deleted'); END;--> statement-breakpoint
CREATE TRIGGER suggestion_event_refuses_delete BEFORE DELETE ON suggestion_event BEGIN SELECT RAISE(ABORT, 'suggestion_event is never deleted'); END;--> statement-breakpoint
CREATE TRIGGER handover_refuses_delete BEFORE DELETE ON handover BEGIN SELECT RAISE(ABORT, 'handover is never deleted'); END;--> statement-breakpoint
CREATE TRIGGER reception_refuses_delete BEFORE DELETE ON reception BEGIN SELECT RAISE(ABORT, 'reception is never deleted'); END;--> statement-breakpoint
CREATE TRIGGER proposal_refuses_delete BEFORE DELETE ON proposal BEGIN SELECT RAISE(ABORT, 'proposal is never deleted'); END;--> statement-breakpoint
CREATE TRIGGER disclosure_refuses_delete BEFORE DELETE ON disclosure BEGIN SELECT RAISE(ABORT, 'disclosure is never deleted'); END;--> statement-breakpoint
CREATE TRIGGER year_list_refuses_delete BEFORE DELETE ON year_list BEGIN SELECT RAISE(ABORT, 'year_list is never deleted'); END;--> statement-breakpoint
CREATE TRIGGER opinion_refuses_delete BEFORE DELETE ON opinion BEGIN SELECT RAISE(ABORT, 'opinion is never deleted'); END;--> statement-breakpoint
CREATE TRIGGER question_refuses_delete BEFORE DELETE ON question BEGIN SELECT RAISE(ABORT, 'question is never deleted'); END;--> statement-breakpoint
CREATE TRIGGER remark_refuses_delete BEFORE DELETE ON remark BEGIN SELECT RAISE(ABORT, 'remark is never deleted'); END;--> statement-breakpoint
CREATE TRIGGER proposal_version_refuses_update BEFORE UPDATE ON proposal_version BEGIN SELECT RAISE(ABORT, 'proposal_version is append-only'); END;--> statement-breakpoint
CREATE TRIGGER proposal_version_refuses_delete BEFORE DELETE ON proposal_version BEGIN SELECT RAISE(ABORT, 'proposal_version is append-only'); END;--> statement-breakpoint
-- What was announced, published, submitted or decided stays.
CREATE TRIGGER suggestion_event_stays BEFORE UPDATE ON suggestion_event WHEN OLD.at IS NOT NULL AND (OLD.seq IS NOT NEW.seq OR OLD.at IS NOT NEW.at OR OLD.act IS NOT NEW.act OR OLD.text IS NOT NEW.text OR OLD.by IS NOT NEW.by) BEGIN SELECT RAISE(ABORT, 'suggestion_event stays as it is'); END;--> statement-breakpoint
CREATE TRIGGER suggestion_event_announced_once BEFORE UPDATE ON suggestion_event WHEN OLD.announced_at IS NOT NULL AND (OLD.announced_at IS NOT NEW.announced_at) BEGIN SELECT RAISE(ABORT, 'suggestion_event stays as it is'); END;--> statement-breakpoint
CREATE TRIGGER suggestion_source_stays BEFORE UPDATE ON suggestion WHEN OLD.seq IS NOT NULL AND (OLD.code IS NOT NEW.code OR OLD.year IS NOT NEW.year OR OLD.channel IS NOT NEW.channel OR OLD.received_at IS NOT NEW.received_at OR OLD.received_by IS NOT NEW.received_by OR OLD.source_ref IS NOT NEW.source_ref OR OLD.client_id IS NOT NEW.client_id) BEGIN SELECT RAISE(ABORT, 'suggestion stays as it is'); END;--> statement-breakpoint
CREATE TRIGGER disclosure_published_stays BEFORE UPDATE ON disclosure WHEN OLD.published_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'disclosure stays as it is'); END;--> statement-breakpoint
CREATE TRIGGER year_list_submitted_stays BEFORE UPDATE ON year_list WHEN OLD.year IS NOT NULL AND (OLD.minutes_number IS NOT NEW.minutes_number OR OLD.submitted_at IS NOT NEW.submitted_at OR OLD.list IS NOT NEW.list OR OLD.list_hash IS NOT NEW.list_hash) BEGIN SELECT RAISE(ABORT, 'year_list stays as it is'); END;--> statement-breakpoint
CREATE TRIGGER year_list_decided_stays BEFORE UPDATE ON year_list WHEN OLD.decided_at IS NOT NULL AND (OLD.decision IS NOT NEW.decision OR OLD.decided_at IS NOT NEW.decided_at OR OLD.candidates IS NOT NEW.candidates OR OLD.candidates_hash IS NOT NEW.candidates_hash) BEGIN SELECT RAISE(ABORT, 'year_list stays as it is'); END;--> statement-breakpoint
-- Full-text search: the words stand in suggestion.grams, the index beside it.
CREATE VIRTUAL TABLE suggestion_search USING fts5(grams, content='suggestion', content_rowid='seq', tokenize='ascii', detail='none');--> statement-breakpoint
CREATE TRIGGER suggestion_search_insert AFTER INSERT ON suggestion BEGIN INSERT INTO suggestion_search(rowid, grams) VALUES (NEW.seq, NEW.grams); END;--> statement-breakpoint
CREATE TRIGGER suggestion_search_update AFTER UPDATE OF grams ON suggestion BEGIN INSERT INTO suggestion_search(suggestion_search, rowid, grams) VALUES ('delete', OLD.seq, OLD.grams); INSERT INTO suggestion_search(rowid, grams) VALUES (NEW.seq, NEW.grams); END;