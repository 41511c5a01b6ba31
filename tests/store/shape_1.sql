BEGIN TRANSACTION;
CREATE TABLE edits (
	plan_id VARCHAR NOT NULL, 
	seq INTEGER NOT NULL, 
	command_id VARCHAR NOT NULL, 
	author VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	"of" INTEGER, 
	events TEXT NOT NULL, 
	PRIMARY KEY (plan_id, seq), 
	UNIQUE (plan_id, seq), 
	UNIQUE (command_id), 
	CHECK (kind IN ('edit', 'undo', 'redo')), 
	FOREIGN KEY(plan_id) REFERENCES plans (id)
);
INSERT INTO "edits" VALUES('first',1,'c1','Ana','2026-11-22T01:37:02.776858+00:00','edit',NULL,'[{"kind":"PlanCreated","version":1,"document":{"format":"enlace-plan/1","title":"Plan","start":"2027-01","metrics":[{"id":"a","name":"A","layer":"social","baseline":0},{"id":"b","name":"B","layer":"social","baseline":0},{"id":"c","name":"C","layer":"social","baseline":0},{"id":"d","name":"D","layer":"social","baseline":0}],"scenarios":[{"id":"s","name":"S"}]}}]');
INSERT INTO "edits" VALUES('first',2,'c2','Luis','2026-11-22T01:37:02.786509+00:00','edit',NULL,'[{"kind":"HeadSet","version":1,"now":{"title":"Otro"},"was":{"title":"Plan"}}]');
INSERT INTO "edits" VALUES('first',3,'c3','Ana','2026-11-22T01:37:02.794183+00:00','edit',NULL,'[{"kind":"MetricChanged","version":1,"id":"a","now":{"baseline":1.0},"was":{"baseline":0.0}}]');
INSERT INTO "edits" VALUES('first',4,'c4','Ana','2026-11-22T01:37:02.799311+00:00','edit',NULL,'[{"kind":"MetricChanged","version":1,"id":"a","now":{"baseline":2.0},"was":{"baseline":1.0}}]');
INSERT INTO "edits" VALUES('first',5,'c5','Ana','2026-11-22T01:37:02.803230+00:00','edit',NULL,'[{"kind":"MetricChanged","version":1,"id":"a","now":{"baseline":3.0},"was":{"baseline":2.0}}]');
INSERT INTO "edits" VALUES('first',6,'c6','Ana','2026-11-22T01:37:02.808330+00:00','undo',5,'[{"kind":"MetricChanged","version":1,"id":"a","now":{"baseline":2.0},"was":{"baseline":3.0}}]');
INSERT INTO "edits" VALUES('second',1,'c7','Eva','2026-11-22T01:37:02.819548+00:00','edit',NULL,'[{"kind":"PlanCreated","version":1,"document":{"format":"enlace-plan/1","title":"Plan","start":"2027-01","metrics":[{"id":"a","name":"A","layer":"social","baseline":0},{"id":"b","name":"B","layer":"social","baseline":0},{"id":"c","name":"C","layer":"social","baseline":0},{"id":"d","name":"D","layer":"social","baseline":0}],"scenarios":[{"id":"s","name":"S"}]}}]');
CREATE TABLE enlace (
	name VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "enlace" VALUES('schema','1');
CREATE TABLE plans (
	id VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	title VARCHAR NOT NULL, 
	created_at VARCHAR NOT NULL, 
	changed_at VARCHAR NOT NULL, 
	changed_by VARCHAR NOT NULL, 
	archived_at VARCHAR, 
	archived_by VARCHAR, 
	PRIMARY KEY (id)
);
INSERT INTO "plans" VALUES('first',6,'Otro','2026-11-22T01:37:02.776858+00:00','2026-11-22T01:37:02.808330+00:00','Ana',NULL,NULL);
INSERT INTO "plans" VALUES('second',1,'Plan','2026-11-22T01:37:02.819548+00:00','2026-11-22T01:37:02.819548+00:00','Eva','2026-11-22T01:37:02.824959+00:00','Eva');
CREATE TABLE snapshots (
	plan_id VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	code VARCHAR NOT NULL, 
	checksum VARCHAR NOT NULL, 
	document TEXT NOT NULL, 
	PRIMARY KEY (plan_id), 
	FOREIGN KEY(plan_id) REFERENCES plans (id)
);
COMMIT;
