CREATE TABLE `account` (
	`id` text PRIMARY KEY NOT NULL,
	`username` text NOT NULL,
	`display_name` text NOT NULL,
	`roles` text NOT NULL,
	`unit` text,
	`password_hash` text,
	`activation_hash` text,
	`activation_expires_at` text,
	`failures` integer NOT NULL,
	`locked_until` text,
	`disabled` integer NOT NULL,
	`created_at` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `account_username_once` ON `account` (`username`);--> statement-breakpoint
CREATE TABLE `ballot` (
	`hash` text PRIMARY KEY NOT NULL,
	`vote_id` text NOT NULL,
	`credential` text NOT NULL,
	`raw` text NOT NULL,
	FOREIGN KEY (`vote_id`) REFERENCES `vote`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `board_record` (
	`vote_id` text NOT NULL,
	`position` integer NOT NULL,
	`kind` text NOT NULL,
	`hash` text NOT NULL,
	`body` text,
	PRIMARY KEY(`vote_id`, `position`),
	FOREIGN KEY (`vote_id`) REFERENCES `vote`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "board_position_from_zero" CHECK("board_record"."position" >= 0),
	CONSTRAINT "board_kind_known" CHECK("board_record"."kind" in ('data', 'event'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `board_hash_once` ON `board_record` (`vote_id`,`hash`);--> statement-breakpoint
CREATE TABLE `candidate` (
	`id` text PRIMARY KEY NOT NULL,
	`vote_id` text NOT NULL,
	`list_number` integer NOT NULL,
	`withdrawn` integer NOT NULL,
	`withdrawn_reason` text,
	`fields` text NOT NULL,
	FOREIGN KEY (`vote_id`) REFERENCES `vote`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "candidate_number_from_one" CHECK("candidate"."list_number" >= 1)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `candidate_number_once` ON `candidate` (`vote_id`,`list_number`);--> statement-breakpoint
CREATE TABLE `casting` (
	`ballot_hash` text PRIMARY KEY NOT NULL,
	`vote_id` text NOT NULL,
	`credential` text NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`log_seq` integer,
	FOREIGN KEY (`ballot_hash`) REFERENCES `ballot`(`hash`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`vote_id`) REFERENCES `vote`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "casting_state_known" CHECK("casting"."state" in ('received', 'boxed', 'rejected'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `casting_credential_once` ON `casting` (`vote_id`,`credential`) WHERE state <> 'rejected';--> statement-breakpoint
CREATE INDEX `casting_by_state` ON `casting` (`vote_id`,`state`);--> statement-breakpoint
CREATE TABLE `ceremony` (
	`sitting_id` text PRIMARY KEY NOT NULL,
	`group` text NOT NULL,
	`size` integer NOT NULL,
	`threshold` integer NOT NULL,
	`state` text NOT NULL,
	`pedersen` text,
	FOREIGN KEY (`sitting_id`) REFERENCES `sitting`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "ceremony_state_known" CHECK("ceremony"."state" in ('certificates', 'polynomials', 'shares', 'ready')),
	CONSTRAINT "ceremony_threshold_in_range" CHECK("ceremony"."threshold" between 1 and "ceremony"."size")
) STRICT;
--> statement-breakpoint
CREATE TABLE `checkpoint` (
	`size` integer PRIMARY KEY NOT NULL,
	`note` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `ciphertext` (
	`vote_id` text NOT NULL,
	`digest` text NOT NULL,
	PRIMARY KEY(`vote_id`, `digest`),
	FOREIGN KEY (`vote_id`) REFERENCES `vote`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `congress` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`place` text NOT NULL,
	`demo` integer NOT NULL,
	`created_at` text NOT NULL,
	CONSTRAINT "congress_is_one" CHECK("congress"."id" = 'one')
) STRICT;
--> statement-breakpoint
CREATE TABLE `delegate` (
	`id` text PRIMARY KEY NOT NULL,
	`sitting_id` text NOT NULL,
	`delegation_id` text NOT NULL,
	`number` text NOT NULL,
	`name` text NOT NULL,
	`suspended` integer NOT NULL,
	`present` integer NOT NULL,
	FOREIGN KEY (`sitting_id`) REFERENCES `sitting`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`delegation_id`) REFERENCES `delegation`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `delegate_number_once` ON `delegate` (`sitting_id`,`number`);--> statement-breakpoint
CREATE TABLE `delegation` (
	`id` text PRIMARY KEY NOT NULL,
	`sitting_id` text NOT NULL,
	`name` text NOT NULL,
	`position` integer NOT NULL,
	FOREIGN KEY (`sitting_id`) REFERENCES `sitting`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `delegation_name_once` ON `delegation` (`sitting_id`,`name`);--> statement-breakpoint
CREATE TABLE `key_message` (
	`sitting_id` text NOT NULL,
	`index` integer NOT NULL,
	`step` text NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`sitting_id`, `index`, `step`),
	FOREIGN KEY (`sitting_id`) REFERENCES `ceremony`(`sitting_id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "key_message_step_known" CHECK("key_message"."step" in ('certificate', 'polynomial', 'share'))
) STRICT;
--> statement-breakpoint
CREATE TABLE `log_clear` (
	`seq` integer PRIMARY KEY NOT NULL,
	`salt` text NOT NULL,
	`clear` text NOT NULL,
	FOREIGN KEY (`seq`) REFERENCES `log_leaf`(`seq`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `log_leaf` (
	`seq` integer PRIMARY KEY NOT NULL,
	`entry` text NOT NULL,
	`hash` text NOT NULL,
	CONSTRAINT "log_seq_from_zero" CHECK("log_leaf"."seq" >= 0)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `log_hash_once` ON `log_leaf` (`hash`);--> statement-breakpoint
CREATE TABLE `login_session` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`created_at` text NOT NULL,
	`last_seen_at` text NOT NULL,
	`expires_at` text NOT NULL,
	`fresh_at` text NOT NULL,
	`ended_at` text,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `login_session_by_account` ON `login_session` (`account_id`);--> statement-breakpoint
CREATE TABLE `outcome` (
	`vote_id` text PRIMARY KEY NOT NULL,
	`input` text NOT NULL,
	`outcome` text NOT NULL,
	`decision` text,
	`confirmed_by` text,
	`confirmed_at` text,
	FOREIGN KEY (`vote_id`) REFERENCES `vote`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `paper_totals` (
	`vote_id` text PRIMARY KEY NOT NULL,
	`totals` text NOT NULL,
	`entered_by` text NOT NULL,
	`entered_at` text NOT NULL,
	FOREIGN KEY (`vote_id`) REFERENCES `vote`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `pending_act` (
	`vote_id` text NOT NULL,
	`act` text NOT NULL,
	`account_id` text NOT NULL,
	`detail` text NOT NULL,
	`at` text NOT NULL,
	PRIMARY KEY(`vote_id`, `act`),
	FOREIGN KEY (`vote_id`) REFERENCES `vote`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `public_credential` (
	`uuid` text NOT NULL,
	`public_key` text NOT NULL,
	`void` integer NOT NULL,
	PRIMARY KEY(`uuid`, `public_key`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `publication` (
	`vote_id` text PRIMARY KEY NOT NULL,
	`announcement_number` text NOT NULL,
	`published_at` text NOT NULL,
	`result` text NOT NULL,
	FOREIGN KEY (`vote_id`) REFERENCES `vote`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `setup_token` (
	`hash` text PRIMARY KEY NOT NULL,
	`used_at` text
) STRICT;
--> statement-breakpoint
CREATE TABLE `sitting` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`year` integer NOT NULL,
	`created_at` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `slip_batch` (
	`sitting_id` text PRIMARY KEY NOT NULL,
	`printed` integer NOT NULL,
	`void` integer NOT NULL,
	`list_hash` text NOT NULL,
	`registered_at` text NOT NULL,
	FOREIGN KEY (`sitting_id`) REFERENCES `sitting`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "slips_void_within_printed" CHECK("slip_batch"."void" between 0 and "slip_batch"."printed")
) STRICT;
--> statement-breakpoint
CREATE TABLE `trustee` (
	`id` text PRIMARY KEY NOT NULL,
	`sitting_id` text NOT NULL,
	`account_id` text NOT NULL,
	`index` integer NOT NULL,
	`token_hash` text,
	FOREIGN KEY (`sitting_id`) REFERENCES `ceremony`(`sitting_id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `trustee_index_once` ON `trustee` (`sitting_id`,`index`);--> statement-breakpoint
CREATE UNIQUE INDEX `trustee_account_once` ON `trustee` (`sitting_id`,`account_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `trustee_token_once` ON `trustee` (`token_hash`);--> statement-breakpoint
CREATE TABLE `vote` (
	`id` text PRIMARY KEY NOT NULL,
	`sitting_id` text NOT NULL,
	`title` text NOT NULL,
	`kind` text NOT NULL,
	`group` text NOT NULL,
	`round` integer NOT NULL,
	`previous_vote_id` text,
	`uuid` text NOT NULL,
	`revote_uuids` text NOT NULL,
	`state` text NOT NULL,
	`rules` text NOT NULL,
	`frozen` text,
	`frozen_hash` text,
	`election` text,
	`fingerprint` text,
	`trustees` text,
	`credentials` text,
	`present_at_open` integer,
	`issued` integer,
	`opened_at` text,
	`closed_at` text,
	`countdown_ends_at` text,
	`created_at` text NOT NULL,
	FOREIGN KEY (`sitting_id`) REFERENCES `sitting`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "vote_state_known" CHECK("vote"."state" in ('draft', 'frozen', 'ready', 'open', 'suspended', 'closing', 'closed', 'tallying', 'counted', 'confirmed', 'published', 'void')),
	CONSTRAINT "vote_kind_known" CHECK("vote"."kind" in ('approve_only', 'for_against_abstain', 'satisfaction')),
	CONSTRAINT "vote_round_from_one" CHECK("vote"."round" >= 1)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `vote_uuid_once` ON `vote` (`uuid`);--> statement-breakpoint
CREATE UNIQUE INDEX `vote_revote_once` ON `vote` (`previous_vote_id`);--> statement-breakpoint
CREATE TABLE `vote_key` (
	`vote_id` text PRIMARY KEY NOT NULL,
	`secret` text NOT NULL,
	FOREIGN KEY (`vote_id`) REFERENCES `vote`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
