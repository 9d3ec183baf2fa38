-- A database as release 0.1.0 left it: a review of two versions with edits undone, tasks in every
-- state, dead letters and a guideline.
BEGIN TRANSACTION;
CREATE TABLE activity (
  seq integer primary key autoincrement,
  session_id text not null references sessions (session_id) on delete cascade,
  at real not null,
  what text not null,
  detail text not null,
  numbers_json text not null
);
INSERT INTO "activity" VALUES(1,'04dd5f109560473381509e9ac08be5cb',1.79584515540001845362e+09,'uploaded','report one.md','{}');
INSERT INTO "activity" VALUES(2,'04dd5f109560473381509e9ac08be5cb',1.79584515544867873194e+09,'review_begun','The whole document','{}');
INSERT INTO "activity" VALUES(3,'04dd5f109560473381509e9ac08be5cb',1.79584516119506192206e+09,'review_ended','The whole document','{"findings": 5, "high": 2, "medium": 3, "low": 0, "new": 5, "sections_reviewed": 3, "input_tokens": 0, "cache_read_input_tokens": 0, "cache_creation_input_tokens": 0, "output_tokens": 0, "cost_usd": 0.0}');
INSERT INTO "activity" VALUES(4,'04dd5f109560473381509e9ac08be5cb',1.79584516126353263857e+09,'edited','Rejected a finding','{}');
INSERT INTO "activity" VALUES(5,'04dd5f109560473381509e9ac08be5cb',1.7958451612928414345e+09,'edited','Accepted a finding','{}');
INSERT INTO "activity" VALUES(6,'04dd5f109560473381509e9ac08be5cb',1.79584516130392146107e+09,'version_added','report two.md','{}');
INSERT INTO "activity" VALUES(7,'04dd5f109560473381509e9ac08be5cb',1.79584516131162953375e+09,'review_begun','The whole document','{}');
INSERT INTO "activity" VALUES(8,'04dd5f109560473381509e9ac08be5cb',1.79584516193756508822e+09,'review_ended','The whole document','{"findings": 3, "high": 1, "medium": 2, "low": 0, "new": 0, "sections_reviewed": 4, "input_tokens": 0, "cache_read_input_tokens": 0, "cache_creation_input_tokens": 0, "output_tokens": 0, "cost_usd": 0.0}');
INSERT INTO "activity" VALUES(9,'04dd5f109560473381509e9ac08be5cb',1.79584516196578836437e+09,'edited','Accepted 2 findings','{}');
INSERT INTO "activity" VALUES(10,'04dd5f109560473381509e9ac08be5cb',1.79584516196832609177e+09,'edited','Added a comment','{}');
INSERT INTO "activity" VALUES(11,'04dd5f109560473381509e9ac08be5cb',1.7958451619981834888e+09,'edited','Edited a finding','{}');
INSERT INTO "activity" VALUES(12,'04dd5f109560473381509e9ac08be5cb',1.79584516204075479509e+09,'edited','Removed a comment','{}');
INSERT INTO "activity" VALUES(13,'04dd5f109560473381509e9ac08be5cb',1.79584516204243755345e+09,'undone','Removed a comment','{}');
INSERT INTO "activity" VALUES(14,'04dd5f109560473381509e9ac08be5cb',1.79584516204393649101e+09,'undone','Edited a finding','{}');
INSERT INTO "activity" VALUES(15,'04dd5f109560473381509e9ac08be5cb',1.79584516210670852662e+09,'asked','Which pump broke?','{}');
INSERT INTO "activity" VALUES(16,'04dd5f109560473381509e9ac08be5cb',1.79584516210959744455e+09,'renamed','March report','{}');
INSERT INTO "activity" VALUES(17,'04dd5f109560473381509e9ac08be5cb',1.79584516211564588551e+09,'exported','Markdown file with 2 comments','{"comments": 2}');
INSERT INTO "activity" VALUES(18,'32ca75e71ed24c09946b5cbb9dadba27',1.79584516212590026857e+09,'uploaded','other.md','{}');
CREATE TABLE changes (
  edit integer not null references edits (seq) on delete cascade,
  item_id text not null,
  before_json text,
  after_json text,
  primary key (edit, item_id)
) without rowid;
INSERT INTO "changes" VALUES(3,'05bf36a7a628462fb76f440d10f1c9cf','{"decision": "open"}','{"decision": "accepted"}');
INSERT INTO "changes" VALUES(3,'90ef482ece4a4269b8ddfa8d8eb34465','{"decision": "open"}','{"decision": "accepted"}');
INSERT INTO "changes" VALUES(4,'68770504122c41578655a27abf147e80',NULL,'{"section_name": "Plan", "quote": "Training", "start": 0, "end": 8, "category": "clarity", "severity": "high", "description": "Who trains whom? ''Na\u00efve'' \ud83d\udd8a", "suggestion": "", "replacement": null, "confidence": null, "guideline": null, "source": "you", "rule": "own", "id": "68770504122c41578655a27abf147e80", "scope": "section", "decision": "open", "reason": null, "created_at": "2026-11-28T05:52:41.967Z", "version": 2, "resolved_in": null, "found_as": null}');
INSERT INTO "changes" VALUES(5,'05bf36a7a628462fb76f440d10f1c9cf','{"found_as": null, "description": "Training or a reminder is the only action. People who knew the rule forget it again; nothing in the process has changed."}','{"found_as": "Training or a reminder is the only action. People who knew the rule forget it again; nothing in the process has changed.", "description": "In the reader''s own words"}');
INSERT INTO "changes" VALUES(6,'68770504122c41578655a27abf147e80','{"section_name": "Plan", "quote": "Training", "start": 0, "end": 8, "category": "clarity", "severity": "high", "description": "Who trains whom? ''Na\u00efve'' \ud83d\udd8a", "suggestion": "", "replacement": null, "confidence": null, "guideline": null, "source": "you", "rule": "own", "id": "68770504122c41578655a27abf147e80", "scope": "section", "decision": "open", "reason": null, "created_at": "2026-11-28T05:52:41.967Z", "version": 2, "resolved_in": null, "found_as": null}',NULL);
CREATE TABLE chat (
  seq integer primary key autoincrement,
  session_id text not null references sessions (session_id) on delete cascade,
  message_json text not null
);
INSERT INTO "chat" VALUES(1,'04dd5f109560473381509e9ac08be5cb','{"message":"Which pump broke?","response":"Built-in search, no AI: 2 passages with words of the question.\n\nSummary: “Several vials broke on the line.”\nCause: “A worn seal on pump 3. It was decided that human error was the cause.”","citations":[{"section_name":"Summary","quote":"Several vials broke on the line.","start":27,"end":59},{"section_name":"Cause","quote":"A worn seal on pump 3. It was decided that human error was the cause.","start":0,"end":69}],"suggestions":["What are the most serious problems?","What is weak in “Background”?","Summarize the document."],"notes":[],"finding_id":null,"wording":null,"engine":"built-in","created_at":1795845162.106547}');
CREATE TABLE edits (
  seq integer primary key autoincrement,
  session_id text not null references sessions (session_id) on delete cascade,
  label text not null,
  undone integer not null default 0
);
INSERT INTO "edits" VALUES(3,'04dd5f109560473381509e9ac08be5cb','Accepted 2 findings',0);
INSERT INTO "edits" VALUES(4,'04dd5f109560473381509e9ac08be5cb','Added a comment',0);
INSERT INTO "edits" VALUES(5,'04dd5f109560473381509e9ac08be5cb','Edited a finding',1);
INSERT INTO "edits" VALUES(6,'04dd5f109560473381509e9ac08be5cb','Removed a comment',1);
CREATE TABLE events (
  task_id text not null references tasks (task_id) on delete cascade,
  version integer not null,
  type text not null,
  data_json text not null,
  primary key (task_id, version)
) without rowid;
INSERT INTO "events" VALUES('4030454eb0324b38a84a0fa3d449314f',1,'progress','{"state": "PENDING", "status": "Waiting to start", "progress": 0, "attempts": 0, "waiting_for": null, "resume_at": null}');
INSERT INTO "events" VALUES('4030454eb0324b38a84a0fa3d449314f',2,'progress','{"state": "STARTED", "status": "Starting", "progress": 0, "attempts": 1, "waiting_for": null, "resume_at": null}');
INSERT INTO "events" VALUES('4030454eb0324b38a84a0fa3d449314f',3,'partial','{"state": "PROGRESS", "status": "Starting to read", "progress": 0, "attempts": 1, "waiting_for": null, "resume_at": null, "new": {"sections": {"Background": {"state": "waiting"}, "Summary": {"state": "waiting"}, "Cause": {"state": "waiting"}, "Plan": {"state": "waiting"}, "Across the sections": {"state": "waiting"}}}}');
INSERT INTO "events" VALUES('4030454eb0324b38a84a0fa3d449314f',4,'partial','{"state": "PROGRESS", "status": "0 of 4 sections read", "progress": 0, "attempts": 1, "waiting_for": null, "resume_at": null, "new": {"sections": {"Background": {"state": "reading"}}}}');
INSERT INTO "events" VALUES('4030454eb0324b38a84a0fa3d449314f',5,'partial','{"state": "PROGRESS", "status": "1 of 4 sections read", "progress": 20, "attempts": 1, "waiting_for": null, "resume_at": null, "new": {"sections": {"Background": {"state": "done", "count": 0, "unchanged": false}}}}');
INSERT INTO "events" VALUES('4030454eb0324b38a84a0fa3d449314f',6,'partial','{"state": "PROGRESS", "status": "1 of 4 sections read", "progress": 20, "attempts": 1, "waiting_for": null, "resume_at": null, "new": {"sections": {"Summary": {"state": "reading"}}}}');
INSERT INTO "events" VALUES('4030454eb0324b38a84a0fa3d449314f',7,'partial','{"state": "PROGRESS", "status": "1 of 4 sections read", "progress": 20, "attempts": 1, "waiting_for": null, "resume_at": null, "new": {"sections": {"Cause": {"state": "reading"}}}}');
INSERT INTO "events" VALUES('4030454eb0324b38a84a0fa3d449314f',8,'partial','{"state": "PROGRESS", "status": "1 of 4 sections read", "progress": 20, "attempts": 1, "waiting_for": null, "resume_at": null, "new": {"feedback_items": [{"section_name": "Summary", "quote": "Several", "start": 27, "end": 34, "category": "evidence", "severity": "medium", "description": "“Several” leaves open how many; the reader cannot tell how large the matter is.", "suggestion": "Give the count, or a range if the exact number is not known.", "replacement": null, "confidence": 0.9, "guideline": null, "source": "checks", "rule": "vague-quantity", "id": "5e3db641b7da4a54b6154f2b5bac8ac3", "scope": "section", "decision": "rejected", "reason": "The number is in “Annex 1” — 100 %.", "created_at": "2026-11-28T05:52:41.047Z", "version": 2, "resolved_in": null, "found_as": null}]}}');
INSERT INTO "events" VALUES('4030454eb0324b38a84a0fa3d449314f',9,'partial','{"state": "PROGRESS", "status": "2 of 4 sections read", "progress": 40, "attempts": 1, "waiting_for": null, "resume_at": null, "new": {"sections": {"Summary": {"state": "done", "count": 1, "unchanged": false}}}}');
INSERT INTO "events" VALUES('4030454eb0324b38a84a0fa3d449314f',10,'partial','{"state": "PROGRESS", "status": "2 of 4 sections read", "progress": 40, "attempts": 1, "waiting_for": null, "resume_at": null, "new": {"sections": {"Plan": {"state": "reading"}}}}');
INSERT INTO "events" VALUES('4030454eb0324b38a84a0fa3d449314f',11,'partial','{"state": "PROGRESS", "status": "2 of 4 sections read", "progress": 40, "attempts": 1, "waiting_for": null, "resume_at": null, "new": {"feedback_items": [{"section_name": "Plan", "quote": "Training is planned.", "start": 0, "end": 20, "category": "actions", "severity": "medium", "description": "Training or a reminder is the only action. People who knew the rule forget it again; nothing in the process has changed.", "suggestion": "Add a change that makes the mistake harder to make or quicker to notice.", "replacement": null, "confidence": 0.7, "guideline": null, "source": "checks", "rule": "training-only", "id": "05bf36a7a628462fb76f440d10f1c9cf", "scope": "section", "decision": "open", "reason": null, "created_at": "2026-11-28T05:52:41.149Z", "version": 2, "resolved_in": null, "found_as": null}]}}');
INSERT INTO "events" VALUES('4030454eb0324b38a84a0fa3d449314f',12,'partial','{"state": "PROGRESS", "status": "3 of 4 sections read", "progress": 60, "attempts": 1, "waiting_for": null, "resume_at": null, "new": {"sections": {"Plan": {"state": "done", "count": 1, "unchanged": false}}}}');
INSERT INTO "events" VALUES('4030454eb0324b38a84a0fa3d449314f',13,'partial','{"state": "PROGRESS", "status": "3 of 4 sections read", "progress": 60, "attempts": 1, "waiting_for": null, "resume_at": null, "new": {"feedback_items": [{"section_name": "Cause", "quote": "It was decided that human error was the cause.", "start": 23, "end": 69, "category": "root-cause", "severity": "high", "description": "The cause stops at a person. Why the mistake was possible, and why nothing caught it, is not said.", "suggestion": "Ask why twice more: what in the procedure, the equipment or the workload allowed it?", "replacement": null, "confidence": 0.7, "guideline": null, "source": "checks", "rule": "root-cause-person", "id": "90ef482ece4a4269b8ddfa8d8eb34465", "scope": "section", "decision": "open", "reason": null, "created_at": "2026-11-28T05:52:41.190Z", "version": 2, "resolved_in": null, "found_as": null}]}}');
INSERT INTO "events" VALUES('4030454eb0324b38a84a0fa3d449314f',14,'partial','{"state": "PROGRESS", "status": "4 of 4 sections read", "progress": 80, "attempts": 1, "waiting_for": null, "resume_at": null, "new": {"sections": {"Cause": {"state": "done", "count": 1, "unchanged": false}}}}');
INSERT INTO "events" VALUES('4030454eb0324b38a84a0fa3d449314f',15,'partial','{"state": "PROGRESS", "status": "Across the sections", "progress": 80, "attempts": 1, "waiting_for": null, "resume_at": null, "new": {"sections": {"Across the sections": {"state": "reading"}}}}');
INSERT INTO "events" VALUES('4030454eb0324b38a84a0fa3d449314f',16,'partial','{"state": "PROGRESS", "status": "Across the sections", "progress": 100, "attempts": 1, "waiting_for": null, "resume_at": null, "new": {"sections": {"Across the sections": {"state": "done", "count": 0, "unchanged": false}}}}');
INSERT INTO "events" VALUES('4030454eb0324b38a84a0fa3d449314f',17,'done','{"state": "SUCCESS", "status": "Done", "progress": 100, "attempts": 1, "waiting_for": null, "resume_at": null}');
INSERT INTO "events" VALUES('back0000000000000000000000000000',1,'progress','{"state": "PENDING", "status": "Waiting to start", "progress": 0, "attempts": 0, "waiting_for": null, "resume_at": null}');
INSERT INTO "events" VALUES('back0000000000000000000000000000',2,'progress','{"state": "STARTED", "status": "Starting", "progress": 0, "attempts": 1, "waiting_for": null, "resume_at": null}');
INSERT INTO "events" VALUES('back0000000000000000000000000000',3,'progress','{"state": "PENDING", "status": "Waiting to start", "progress": 0, "attempts": 0, "waiting_for": null, "resume_at": null}');
INSERT INTO "events" VALUES('died0000000000000000000000000000',1,'progress','{"state": "PENDING", "status": "Waiting to start", "progress": 0, "attempts": 0, "waiting_for": null, "resume_at": null}');
INSERT INTO "events" VALUES('died0000000000000000000000000000',2,'progress','{"state": "STARTED", "status": "Starting", "progress": 0, "attempts": 1, "waiting_for": null, "resume_at": null}');
INSERT INTO "events" VALUES('died0000000000000000000000000000',3,'partial','{"state": "PROGRESS", "status": "Reading", "progress": 40, "attempts": 1, "waiting_for": null, "resume_at": null, "new": {"words": ["one"]}}');
INSERT INTO "events" VALUES('eb7c153f5ef54a1381620ca65ef38813',1,'progress','{"state": "PENDING", "status": "Waiting to start", "progress": 0, "attempts": 0, "waiting_for": null, "resume_at": null}');
INSERT INTO "events" VALUES('eb7c153f5ef54a1381620ca65ef38813',2,'progress','{"state": "STARTED", "status": "Starting", "progress": 0, "attempts": 1, "waiting_for": null, "resume_at": null}');
INSERT INTO "events" VALUES('eb7c153f5ef54a1381620ca65ef38813',3,'progress','{"state": "PROGRESS", "status": "Reading the question", "progress": 5, "attempts": 1, "waiting_for": null, "resume_at": null}');
INSERT INTO "events" VALUES('eb7c153f5ef54a1381620ca65ef38813',4,'partial','{"state": "PROGRESS", "status": "Answering", "progress": 50, "attempts": 1, "waiting_for": null, "resume_at": null, "new": {"response": "Built-in search, no AI: 2 passages with words of the question.\n\n"}}');
INSERT INTO "events" VALUES('eb7c153f5ef54a1381620ca65ef38813',5,'partial','{"state": "PROGRESS", "status": "Answering", "progress": 50, "attempts": 1, "waiting_for": null, "resume_at": null, "new": {"response": "Summary: “Several vials broke on the line.”\nCause: “A worn seal on pump 3. It was decided that human error was the cause.”"}}');
INSERT INTO "events" VALUES('eb7c153f5ef54a1381620ca65ef38813',6,'done','{"state": "SUCCESS", "status": "Done", "progress": 100, "attempts": 1, "waiting_for": null, "resume_at": null}');
INSERT INTO "events" VALUES('failed00000000000000000000000000',1,'progress','{"state": "PENDING", "status": "Waiting to start", "progress": 0, "attempts": 0, "waiting_for": null, "resume_at": null}');
INSERT INTO "events" VALUES('failed00000000000000000000000000',2,'progress','{"state": "STARTED", "status": "Starting", "progress": 0, "attempts": 1, "waiting_for": null, "resume_at": null}');
INSERT INTO "events" VALUES('failed00000000000000000000000000',3,'done','{"state": "FAILURE", "status": "The model is overloaded.", "progress": 0, "attempts": 1, "waiting_for": null, "resume_at": null}');
INSERT INTO "events" VALUES('foreign0000000000000000000000000',1,'progress','{"state": "PENDING", "status": "Waiting to start", "progress": 0, "attempts": 0, "waiting_for": null, "resume_at": null}');
INSERT INTO "events" VALUES('foreign0000000000000000000000000',2,'progress','{"state": "STARTED", "status": "Starting", "progress": 0, "attempts": 1, "waiting_for": null, "resume_at": null}');
INSERT INTO "events" VALUES('foreign0000000000000000000000000',3,'done','{"state": "SUCCESS", "status": "Done", "progress": 100, "attempts": 1, "waiting_for": null, "resume_at": null}');
INSERT INTO "events" VALUES('waiting0000000000000000000000000',1,'progress','{"state": "PENDING", "status": "Waiting to start", "progress": 0, "attempts": 0, "waiting_for": null, "resume_at": null}');
CREATE TABLE guidelines (
  owner text not null,
  name text not null,
  text text not null,
  updated_at real not null,
  primary key (owner, name)
) without rowid;
INSERT INTO "guidelines" VALUES('local','ours','# Our reports

## Expected sections

- Summary

## Checklist

- names-people: Every action names who does it.
',1.7958451552955124378e+09);
CREATE TABLE items (
  seq integer primary key autoincrement,
  id text not null unique,
  session_id text not null references sessions (session_id) on delete cascade,
  fingerprint text not null,
  start integer not null,
  section text not null,
  scope text not null,
  source text not null,
  decision text not null,
  resolved_in integer, -- null: it stands
  item_json text not null
);
INSERT INTO "items" VALUES(1,'5e3db641b7da4a54b6154f2b5bac8ac3','04dd5f109560473381509e9ac08be5cb','62f6b4d2f4fc6d81737306a1680ff627',27,'Summary','section','checks','rejected',NULL,'{"section_name":"Summary","quote":"Several","start":27,"end":34,"category":"evidence","severity":"medium","description":"“Several” leaves open how many; the reader cannot tell how large the matter is.","suggestion":"Give the count, or a range if the exact number is not known.","replacement":null,"confidence":0.9,"guideline":null,"source":"checks","rule":"vague-quantity","id":"5e3db641b7da4a54b6154f2b5bac8ac3","scope":"section","decision":"rejected","reason":"The number is in “Annex 1” — 100 %.","created_at":"2026-11-28T05:52:41.047Z","version":2,"resolved_in":null,"found_as":null}');
INSERT INTO "items" VALUES(2,'efc5ce41c9c2436e8eac0313d2110a09','04dd5f109560473381509e9ac08be5cb','8380b2251daff27cae60162da92f4ef6',-1,'Summary','section','checks','open',2,'{"section_name":"Summary","quote":"The shift lead was told soon","start":null,"end":null,"category":"clarity","severity":"medium","description":"“The shift lead was told soon” does not say who. The reader needs to know who decided or did it.","suggestion":"Name the person or the function.","replacement":null,"confidence":0.7,"guideline":null,"source":"checks","rule":"missing-actor","id":"efc5ce41c9c2436e8eac0313d2110a09","scope":"section","decision":"open","reason":null,"created_at":"2026-11-28T05:52:41.064Z","version":1,"resolved_in":2,"found_as":null}');
INSERT INTO "items" VALUES(3,'05bf36a7a628462fb76f440d10f1c9cf','04dd5f109560473381509e9ac08be5cb','3a1efce7163b92be70797c47b53d30fe',0,'Plan','section','checks','accepted',NULL,'{"section_name":"Plan","quote":"Training is planned.","start":0,"end":20,"category":"actions","severity":"medium","description":"Training or a reminder is the only action. People who knew the rule forget it again; nothing in the process has changed.","suggestion":"Add a change that makes the mistake harder to make or quicker to notice.","replacement":null,"confidence":0.7,"guideline":null,"source":"checks","rule":"training-only","id":"05bf36a7a628462fb76f440d10f1c9cf","scope":"section","decision":"accepted","reason":null,"created_at":"2026-11-28T05:52:41.149Z","version":2,"resolved_in":null,"found_as":null}');
INSERT INTO "items" VALUES(4,'90ef482ece4a4269b8ddfa8d8eb34465','04dd5f109560473381509e9ac08be5cb','413100fb56b5a8a3e6d7a59855edc84c',23,'Cause','section','checks','accepted',NULL,'{"section_name":"Cause","quote":"It was decided that human error was the cause.","start":23,"end":69,"category":"root-cause","severity":"high","description":"The cause stops at a person. Why the mistake was possible, and why nothing caught it, is not said.","suggestion":"Ask why twice more: what in the procedure, the equipment or the workload allowed it?","replacement":null,"confidence":0.7,"guideline":null,"source":"checks","rule":"root-cause-person","id":"90ef482ece4a4269b8ddfa8d8eb34465","scope":"section","decision":"accepted","reason":null,"created_at":"2026-11-28T05:52:41.190Z","version":2,"resolved_in":null,"found_as":null}');
INSERT INTO "items" VALUES(5,'8583cf687b8b4286ad25346ea86c171c','04dd5f109560473381509e9ac08be5cb','9b8cce712ac8e5e5f3ac307d180eecd4',-1,'Cause','section','checks','accepted',2,'{"section_name":"Cause","quote":"TBD","start":null,"end":null,"category":"completeness","severity":"high","description":"“TBD” was left to be filled in.","suggestion":"Fill it in, or say who will supply it and by when.","replacement":null,"confidence":0.9,"guideline":null,"source":"checks","rule":"placeholder","id":"8583cf687b8b4286ad25346ea86c171c","scope":"section","decision":"accepted","reason":null,"created_at":"2026-11-28T05:52:41.190Z","version":1,"resolved_in":2,"found_as":null}');
INSERT INTO "items" VALUES(7,'68770504122c41578655a27abf147e80','04dd5f109560473381509e9ac08be5cb','68770504122c41578655a27abf147e80',0,'Plan','section','you','open',NULL,'{"section_name":"Plan","quote":"Training","start":0,"end":8,"category":"clarity","severity":"high","description":"Who trains whom? ''Naïve'' 🖊","suggestion":"","replacement":null,"confidence":null,"guideline":null,"source":"you","rule":"own","id":"68770504122c41578655a27abf147e80","scope":"section","decision":"open","reason":null,"created_at":"2026-11-28T05:52:41.967Z","version":2,"resolved_in":null,"found_as":null}');
CREATE TABLE letters (
  seq integer primary key autoincrement,
  queue text not null,
  reason text not null,
  message blob not null,
  created_at real not null
);
INSERT INTO "letters" VALUES(1,'chat','It is not JSON.',X'FF00206E6F742074657874',1.79584516213368606566e+09);
INSERT INTO "letters" VALUES(2,'test','No such kind.',X'7B226B696E64223A20226E6F6E65227D',1.79584516213377547262e+09);
CREATE TABLE readings (
  session_id text not null references sessions (session_id) on delete cascade,
  key text not null,
  reading_json text not null,
  primary key (session_id, key)
) without rowid;
INSERT INTO "readings" VALUES('04dd5f109560473381509e9ac08be5cb','12ba1f47ae24c7403aa4b9b025b5df574939cacefa5f06c6efaa79aedac38bf3','{"findings": [{"section_name": "Summary", "quote": "Several", "start": 0, "end": 7, "category": "evidence", "severity": "medium", "description": "“Several” leaves open how many; the reader cannot tell how large the matter is.", "suggestion": "Give the count, or a range if the exact number is not known.", "replacement": null, "confidence": 0.9, "guideline": null, "source": "checks", "rule": "vague-quantity"}, {"section_name": "Summary", "quote": "The shift lead was told soon", "start": 33, "end": 61, "category": "clarity", "severity": "medium", "description": "“The shift lead was told soon” does not say who. The reader needs to know who decided or did it.", "suggestion": "Name the person or the function.", "replacement": null, "confidence": 0.7, "guideline": null, "source": "checks", "rule": "missing-actor"}], "model": "built-in checks"}');
INSERT INTO "readings" VALUES('04dd5f109560473381509e9ac08be5cb','28d1b2281307cad1f2ac9256b13ff07a0fcdd80ab789bcce0e0d175bb8dd2357','{"findings": [], "model": "built-in checks"}');
INSERT INTO "readings" VALUES('04dd5f109560473381509e9ac08be5cb','2e74d5dc5b999005dffb26bde3914fa79b443766aba2527dc8080e75620fa2a3','{"findings": [], "model": "built-in checks"}');
INSERT INTO "readings" VALUES('04dd5f109560473381509e9ac08be5cb','5a8ecfd1b2eed1d4b3b51c3bc1bc91f15c941e77ccdca2dc8f8034fb8429856f','{"findings": [{"section_name": "Cause", "quote": "It was decided that human error was the cause.", "start": 23, "end": 69, "category": "root-cause", "severity": "high", "description": "The cause stops at a person. Why the mistake was possible, and why nothing caught it, is not said.", "suggestion": "Ask why twice more: what in the procedure, the equipment or the workload allowed it?", "replacement": null, "confidence": 0.7, "guideline": null, "source": "checks", "rule": "root-cause-person"}], "model": "built-in checks"}');
INSERT INTO "readings" VALUES('04dd5f109560473381509e9ac08be5cb','8d0fd4b8ac42c304af5510f145f1480b7a1da8db66b5203ce32061447e8f7630','{"findings": [{"section_name": "Actions", "quote": "Training is planned.", "start": 0, "end": 20, "category": "actions", "severity": "medium", "description": "Training or a reminder is the only action. People who knew the rule forget it again; nothing in the process has changed.", "suggestion": "Add a change that makes the mistake harder to make or quicker to notice.", "replacement": null, "confidence": 0.7, "guideline": null, "source": "checks", "rule": "training-only"}], "model": "built-in checks"}');
INSERT INTO "readings" VALUES('04dd5f109560473381509e9ac08be5cb','9e75914bda333c568e0c8c5e3a5873610518da7d96152237f61c17115e9ea84a','{"findings": [{"section_name": "Summary", "quote": "Several", "start": 27, "end": 34, "category": "evidence", "severity": "medium", "description": "“Several” leaves open how many; the reader cannot tell how large the matter is.", "suggestion": "Give the count, or a range if the exact number is not known.", "replacement": null, "confidence": 0.9, "guideline": null, "source": "checks", "rule": "vague-quantity"}], "model": "built-in checks"}');
INSERT INTO "readings" VALUES('04dd5f109560473381509e9ac08be5cb','ab023cec25809f91fdb1434aec64663a5e7559395fbe0243cae0d6aaff34445b','{"findings": [{"section_name": "Cause", "quote": "It was decided that human error was the cause.", "start": 0, "end": 46, "category": "root-cause", "severity": "high", "description": "The cause stops at a person. Why the mistake was possible, and why nothing caught it, is not said.", "suggestion": "Ask why twice more: what in the procedure, the equipment or the workload allowed it?", "replacement": null, "confidence": 0.7, "guideline": null, "source": "checks", "rule": "root-cause-person"}, {"section_name": "Cause", "quote": "TBD", "start": 47, "end": 50, "category": "completeness", "severity": "high", "description": "“TBD” was left to be filled in.", "suggestion": "Fill it in, or say who will supply it and by when.", "replacement": null, "confidence": 0.9, "guideline": null, "source": "checks", "rule": "placeholder"}], "model": "built-in checks"}');
INSERT INTO "readings" VALUES('04dd5f109560473381509e9ac08be5cb','b138b5693e8e8503e9176515227c13bf83125433de05012f3cec2f9f4f0bd3d2','{"findings": [{"section_name": "Plan", "quote": "Training is planned.", "start": 0, "end": 20, "category": "actions", "severity": "medium", "description": "Training or a reminder is the only action. People who knew the rule forget it again; nothing in the process has changed.", "suggestion": "Add a change that makes the mistake harder to make or quicker to notice.", "replacement": null, "confidence": 0.7, "guideline": null, "source": "checks", "rule": "training-only"}], "model": "built-in checks"}');
INSERT INTO "readings" VALUES('04dd5f109560473381509e9ac08be5cb','f54a2dbce9e64ccc20ed14106d1d9e23a570a8fdb20ed19c6501db3d8ad05e70','{"findings": [], "model": "built-in checks"}');
CREATE TABLE reviewed (
  session_id text not null references sessions (session_id) on delete cascade,
  section text not null,
  primary key (session_id, section)
) without rowid;
INSERT INTO "reviewed" VALUES('04dd5f109560473381509e9ac08be5cb','Background');
INSERT INTO "reviewed" VALUES('04dd5f109560473381509e9ac08be5cb','Cause');
INSERT INTO "reviewed" VALUES('04dd5f109560473381509e9ac08be5cb','Plan');
INSERT INTO "reviewed" VALUES('04dd5f109560473381509e9ac08be5cb','Summary');
CREATE TABLE sessions (
  seq integer primary key autoincrement,
  session_id text not null unique,
  owner text not null,
  name text not null,
  sections integer not null,
  guideline_name text not null,
  guideline_json text not null,
  document_json text not null,
  file blob not null,
  usage_json text not null,
  revision integer not null default 0,
  version integer not null default 1,
  version_at real not null,
  created_at real not null,
  touched_at real not null
);
INSERT INTO "sessions" VALUES(1,'04dd5f109560473381509e9ac08be5cb','local','March report',4,'ours','{"name":"ours","title":"Our reports","text":"# Our reports\n\n## Expected sections\n\n- Summary\n\n## Checklist\n\n- names-people: Every action names who does it.\n","expected":[{"id":"summary","name":"Summary","also":[]}],"items":[{"id":"names-people","text":"Every action names who does it."}],"terms":[]}','{"name":"report two.md","media_type":"md","title":"","sections":[{"name":"Background","level":1,"number":"","text":"Line 4 fills vials.","blocks":[{"kind":"paragraph","start":0,"end":19,"depth":0,"table":null,"cells":[]}]},{"name":"Summary","level":1,"number":"","text":"On 3 March the alarm rang.\nSeveral vials broke on the line.","blocks":[{"kind":"paragraph","start":0,"end":26,"depth":0,"table":null,"cells":[]},{"kind":"paragraph","start":27,"end":59,"depth":0,"table":null,"cells":[]}]},{"name":"Cause","level":1,"number":"","text":"A worn seal on pump 3. It was decided that human error was the cause.","blocks":[{"kind":"paragraph","start":0,"end":69,"depth":0,"table":null,"cells":[]}]},{"name":"Plan","level":1,"number":"","text":"Training is planned.","blocks":[{"kind":"paragraph","start":0,"end":20,"depth":0,"table":null,"cells":[]}]}]}',X'23204261636B67726F756E640A0A4C696E6520342066696C6C73207669616C732E0A0A232053756D6D6172790A0A4F6E2033204D617263682074686520616C61726D2072616E672E0A0A5365766572616C207669616C732062726F6B65206F6E20746865206C696E652E0A0A232043617573650A0A4120776F726E207365616C206F6E2070756D7020332E20497420776173206465636964656420746861742068756D616E206572726F7220776173207468652063617573652E0A0A2320506C616E0A0A547261696E696E6720697320706C616E6E65642E0A','{"input_tokens":0,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"output_tokens":0,"cost_usd":0.0}',17,2,1.79584516130226230614e+09,1.79584515539840650555e+09,1.79584516211564588551e+09);
INSERT INTO "sessions" VALUES(2,'32ca75e71ed24c09946b5cbb9dadba27','local','other.md',1,'ours','{"name":"ours","title":"Our reports","text":"# Our reports\n\n## Expected sections\n\n- Summary\n\n## Checklist\n\n- names-people: Every action names who does it.\n","expected":[{"id":"summary","name":"Summary","also":[]}],"items":[{"id":"names-people","text":"Every action names who does it."}],"terms":[]}','{"name":"other.md","media_type":"md","title":"","sections":[{"name":"Only","level":1,"number":"","text":"Nothing was read yet.","blocks":[{"kind":"paragraph","start":0,"end":21,"depth":0,"table":null,"cells":[]}]}]}',X'23204F6E6C790A0A4E6F7468696E67207761732072656164207965742E0A','{"input_tokens":7,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"output_tokens":0,"cost_usd":0.25}',0,1,1.7958451621255457401e+09,1.7958451621255457401e+09,1.79584516212590026857e+09);
CREATE TABLE spending (
  at real not null,
  cost_usd real not null
);
INSERT INTO "spending" VALUES(1.79584516212958598133e+09,0.25);
CREATE TABLE store (
  identity text not null
);
INSERT INTO "store" VALUES('ade0cd7b8da73dde5ac4124e0d8d2bee');
CREATE TABLE tasks (
  seq integer primary key autoincrement,
  task_id text not null unique,
  kind text not null,
  queue text not null,
  owner text not null,
  session_id text,
  input_json text not null,
  state text not null,
  status text not null,
  progress integer not null,
  version integer not null,
  attempts integer not null,
  waiting_for text,
  resume_at real,
  result_json text,
  error_json text,
  usage_json text not null,
  foreign_producer integer not null,
  created_at real not null,
  started_at real,
  finished_at real,
  fence integer not null,
  holder text,
  lease_until real not null default 0,
  expired integer not null default 0
);
INSERT INTO "tasks" VALUES(1,'ef1987827e4d4b609c954a0a1fdb38d5','review_document','analysis','local','04dd5f109560473381509e9ac08be5cb','{"session_id": "04dd5f109560473381509e9ac08be5cb", "fresh": false}','SUCCESS','Done',100,17,1,NULL,NULL,'{"success": true, "duration": 5.747, "engine": "built-in", "model": "built-in checks", "usage": {"input_tokens": 0, "cache_read_input_tokens": 0, "cache_creation_input_tokens": 0, "output_tokens": 0, "cost_usd": 0.0}, "feedback_count": 5, "result": {"feedback_items": [{"section_name": "Cause", "quote": "TBD", "start": 47, "end": 50, "category": "completeness", "severity": "high", "description": "“TBD” was left to be filled in.", "suggestion": "Fill it in, or say who will supply it and by when.", "replacement": null, "confidence": 0.9, "guideline": null, "source": "checks", "rule": "placeholder", "id": "8583cf687b8b4286ad25346ea86c171c", "scope": "section", "decision": "open", "reason": null, "created_at": "2026-11-28T05:52:41.190Z", "version": 1, "resolved_in": null, "found_as": null}, {"section_name": "Cause", "quote": "It was decided that human error was the cause.", "start": 0, "end": 46, "category": "root-cause", "severity": "high", "description": "The cause stops at a person. Why the mistake was possible, and why nothing caught it, is not said.", "suggestion": "Ask why twice more: what in the procedure, the equipment or the workload allowed it?", "replacement": null, "confidence": 0.7, "guideline": null, "source": "checks", "rule": "root-cause-person", "id": "90ef482ece4a4269b8ddfa8d8eb34465", "scope": "section", "decision": "open", "reason": null, "created_at": "2026-11-28T05:52:41.190Z", "version": 1, "resolved_in": null, "found_as": null}, {"section_name": "Summary", "quote": "Several", "start": 0, "end": 7, "category": "evidence", "severity": "medium", "description": "“Several” leaves open how many; the reader cannot tell how large the matter is.", "suggestion": "Give the count, or a range if the exact number is not known.", "replacement": null, "confidence": 0.9, "guideline": null, "source": "checks", "rule": "vague-quantity", "id": "5e3db641b7da4a54b6154f2b5bac8ac3", "scope": "section", "decision": "open", "reason": null, "created_at": "2026-11-28T05:52:41.047Z", "version": 1, "resolved_in": null, "found_as": null}, {"section_name": "Summary", "quote": "The shift lead was told soon", "start": 33, "end": 61, "category": "clarity", "severity": "medium", "description": "“The shift lead was told soon” does not say who. The reader needs to know who decided or did it.", "suggestion": "Name the person or the function.", "replacement": null, "confidence": 0.7, "guideline": null, "source": "checks", "rule": "missing-actor", "id": "efc5ce41c9c2436e8eac0313d2110a09", "scope": "section", "decision": "open", "reason": null, "created_at": "2026-11-28T05:52:41.064Z", "version": 1, "resolved_in": null, "found_as": null}, {"section_name": "Actions", "quote": "Training is planned.", "start": 0, "end": 20, "category": "actions", "severity": "medium", "description": "Training or a reminder is the only action. People who knew the rule forget it again; nothing in the process has changed.", "suggestion": "Add a change that makes the mistake harder to make or quicker to notice.", "replacement": null, "confidence": 0.7, "guideline": null, "source": "checks", "rule": "training-only", "id": "05bf36a7a628462fb76f440d10f1c9cf", "scope": "section", "decision": "open", "reason": null, "created_at": "2026-11-28T05:52:41.149Z", "version": 1, "resolved_in": null, "found_as": null}], "failed_sections": [], "notes": []}}',NULL,'{"input_tokens":0,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"output_tokens":0,"cost_usd":0.0}',0,1.79584515542267799379e+09,1.79584515544590473173e+09,1.79584516119527196889e+09,1,NULL,1.79584516668899583815e+09,0);
INSERT INTO "tasks" VALUES(2,'4030454eb0324b38a84a0fa3d449314f','review_document','analysis','local','04dd5f109560473381509e9ac08be5cb','{"session_id": "04dd5f109560473381509e9ac08be5cb", "fresh": false}','SUCCESS','Done',100,17,1,NULL,NULL,'{"success": true, "duration": 0.626, "engine": "built-in", "model": "built-in checks", "usage": {"input_tokens": 0, "cache_read_input_tokens": 0, "cache_creation_input_tokens": 0, "output_tokens": 0, "cost_usd": 0.0}, "feedback_count": 3, "result": {"feedback_items": [{"section_name": "Cause", "quote": "It was decided that human error was the cause.", "start": 23, "end": 69, "category": "root-cause", "severity": "high", "description": "The cause stops at a person. Why the mistake was possible, and why nothing caught it, is not said.", "suggestion": "Ask why twice more: what in the procedure, the equipment or the workload allowed it?", "replacement": null, "confidence": 0.7, "guideline": null, "source": "checks", "rule": "root-cause-person", "id": "90ef482ece4a4269b8ddfa8d8eb34465", "scope": "section", "decision": "open", "reason": null, "created_at": "2026-11-28T05:52:41.190Z", "version": 2, "resolved_in": null, "found_as": null}, {"section_name": "Summary", "quote": "Several", "start": 27, "end": 34, "category": "evidence", "severity": "medium", "description": "“Several” leaves open how many; the reader cannot tell how large the matter is.", "suggestion": "Give the count, or a range if the exact number is not known.", "replacement": null, "confidence": 0.9, "guideline": null, "source": "checks", "rule": "vague-quantity", "id": "5e3db641b7da4a54b6154f2b5bac8ac3", "scope": "section", "decision": "rejected", "reason": "The number is in “Annex 1” — 100 %.", "created_at": "2026-11-28T05:52:41.047Z", "version": 2, "resolved_in": null, "found_as": null}, {"section_name": "Plan", "quote": "Training is planned.", "start": 0, "end": 20, "category": "actions", "severity": "medium", "description": "Training or a reminder is the only action. People who knew the rule forget it again; nothing in the process has changed.", "suggestion": "Add a change that makes the mistake harder to make or quicker to notice.", "replacement": null, "confidence": 0.7, "guideline": null, "source": "checks", "rule": "training-only", "id": "05bf36a7a628462fb76f440d10f1c9cf", "scope": "section", "decision": "open", "reason": null, "created_at": "2026-11-28T05:52:41.149Z", "version": 2, "resolved_in": null, "found_as": null}], "failed_sections": [], "notes": []}}',NULL,'{"input_tokens":0,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"output_tokens":0,"cost_usd":0.0}',0,1.79584516130865788456e+09,1.79584516131117200854e+09,1.79584516193779754637e+09,1,NULL,1.7958451677615575791e+09,0);
INSERT INTO "tasks" VALUES(3,'eb7c153f5ef54a1381620ca65ef38813','chat','chat','local','04dd5f109560473381509e9ac08be5cb','{"session_id": "04dd5f109560473381509e9ac08be5cb", "message": "Which pump broke?", "current_section": null, "finding_id": null}','SUCCESS','Done',100,6,1,NULL,NULL,'{"response": "Built-in search, no AI: 2 passages with words of the question.\n\nSummary: “Several vials broke on the line.”\nCause: “A worn seal on pump 3. It was decided that human error was the cause.”", "citations": [{"section_name": "Summary", "quote": "Several vials broke on the line.", "start": 27, "end": 59}, {"section_name": "Cause", "quote": "A worn seal on pump 3. It was decided that human error was the cause.", "start": 0, "end": 69}], "suggestions": ["What are the most serious problems?", "What is weak in “Background”?", "Summarize the document."], "notes": [], "wording": null, "success": true, "duration": 0.005, "engine": "built-in", "model": "built-in checks", "usage": {"input_tokens": 0, "cache_read_input_tokens": 0, "cache_creation_input_tokens": 0, "output_tokens": 0, "cost_usd": 0.0}}',NULL,'{"input_tokens":0,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"output_tokens":0,"cost_usd":0.0}',0,1.79584516209775757792e+09,1.79584516210157585144e+09,1.79584516210700798032e+09,1,NULL,1.7958451681015758514e+09,0);
INSERT INTO "tasks" VALUES(4,'failed00000000000000000000000000','chat','chat','local','32ca75e71ed24c09946b5cbb9dadba27','{"session_id": "32ca75e71ed24c09946b5cbb9dadba27", "message": "Why?"}','FAILURE','The model is overloaded.',0,3,1,NULL,NULL,NULL,'{"code": "engine_busy", "detail": "The model is overloaded.", "retryable": true, "status": 503, "title": "The model could not do it", "retry_after": 7}','{"input_tokens":7,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"output_tokens":0,"cost_usd":0.25}',0,1.79584516212876963616e+09,1.79584516212914109233e+09,1.79584516212985515599e+09,1,NULL,1.79584522212914109227e+09,0);
INSERT INTO "tasks" VALUES(5,'waiting0000000000000000000000000','analyze_section','analysis','local','32ca75e71ed24c09946b5cbb9dadba27','{"session_id": "32ca75e71ed24c09946b5cbb9dadba27", "section_name": "Only"}','PENDING','Waiting to start',0,1,0,NULL,NULL,NULL,NULL,'{"input_tokens":0,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"output_tokens":0,"cost_usd":0.0}',0,1.79584516213022685054e+09,NULL,NULL,0,NULL,0.0,0);
INSERT INTO "tasks" VALUES(6,'died0000000000000000000000000000','test','test','local',NULL,'{"message": "Again"}','PROGRESS','Reading',40,3,1,NULL,NULL,NULL,NULL,'{"input_tokens":0,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"output_tokens":0,"cost_usd":0.0}',0,1.79584516213045716284e+09,1.79584516213072824478e+09,NULL,1,'old',1.79584516113072824479e+09,0);
INSERT INTO "tasks" VALUES(7,'back0000000000000000000000000000','test','test','local',NULL,'{"message": "Handed back"}','PENDING','Waiting to start',0,3,0,NULL,NULL,NULL,NULL,'{"input_tokens":0,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"output_tokens":0,"cost_usd":0.0}',0,1.79584516213116955757e+09,1.79584516213139605521e+09,NULL,1,NULL,1.7958452221313960552e+09,0);
INSERT INTO "tasks" VALUES(8,'foreign0000000000000000000000000','test','test','local',NULL,'{"message": "Elsewhere"}','SUCCESS','Done',100,3,1,NULL,NULL,'{"success": true, "result": {"message": "Elsewhere"}}',NULL,'{"input_tokens":0,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"output_tokens":0,"cost_usd":0.0}',1,1.7958451621320354938e+09,1.79584516213228964805e+09,1795845162.13255,1,NULL,1.79584522213228964804e+09,0);
INSERT INTO "tasks" VALUES(9,'expired0000000000000000000000000','test','test','local',NULL,'{}','SUCCESS','Starting',100,3,1,NULL,NULL,NULL,NULL,'{"input_tokens":0,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"output_tokens":0,"cost_usd":0.0}',0,1.79584516213289475438e+09,1.79584516213312888146e+09,1.7958451621333670616e+09,1,NULL,1.79584522213312888141e+09,1);
CREATE TABLE versions (
  session_id text not null references sessions (session_id) on delete cascade,
  version integer not null,
  name text not null,
  created_at real not null,
  sections integer not null,
  document_json text not null,
  file blob not null,
  primary key (session_id, version)
);
INSERT INTO "versions" VALUES('04dd5f109560473381509e9ac08be5cb',1,'report one.md',1.79584515539840650555e+09,3,'{"name":"report one.md","media_type":"md","title":"","sections":[{"name":"Summary","level":1,"number":"","text":"Several vials broke on the line.\nThe shift lead was told soon.","blocks":[{"kind":"paragraph","start":0,"end":32,"depth":0,"table":null,"cells":[]},{"kind":"paragraph","start":33,"end":62,"depth":0,"table":null,"cells":[]}]},{"name":"Cause","level":1,"number":"","text":"It was decided that human error was the cause. TBD","blocks":[{"kind":"paragraph","start":0,"end":50,"depth":0,"table":null,"cells":[]}]},{"name":"Actions","level":1,"number":"","text":"Training is planned.","blocks":[{"kind":"paragraph","start":0,"end":20,"depth":0,"table":null,"cells":[]}]}]}',X'232053756D6D6172790A0A5365766572616C207669616C732062726F6B65206F6E20746865206C696E652E0A0A546865207368696674206C6561642077617320746F6C6420736F6F6E2E0A0A232043617573650A0A497420776173206465636964656420746861742068756D616E206572726F7220776173207468652063617573652E205442440A0A2320416374696F6E730A0A547261696E696E6720697320706C616E6E65642E0A');
CREATE TABLE words (
  word text not null,
  session_id text not null references sessions (session_id) on delete cascade,
  primary key (word, session_id)
) without rowid;
INSERT INTO "words" VALUES('3','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('4','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('a','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('alarm','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('background','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('broke','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('cause','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('decided','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('error','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('fills','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('human','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('is','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('it','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('line','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('march','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('on','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('plan','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('planned','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('pump','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('rang','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('report','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('seal','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('several','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('summary','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('that','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('the','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('training','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('vials','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('was','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('worn','04dd5f109560473381509e9ac08be5cb');
INSERT INTO "words" VALUES('md','32ca75e71ed24c09946b5cbb9dadba27');
INSERT INTO "words" VALUES('nothing','32ca75e71ed24c09946b5cbb9dadba27');
INSERT INTO "words" VALUES('only','32ca75e71ed24c09946b5cbb9dadba27');
INSERT INTO "words" VALUES('other','32ca75e71ed24c09946b5cbb9dadba27');
INSERT INTO "words" VALUES('read','32ca75e71ed24c09946b5cbb9dadba27');
INSERT INTO "words" VALUES('was','32ca75e71ed24c09946b5cbb9dadba27');
INSERT INTO "words" VALUES('yet','32ca75e71ed24c09946b5cbb9dadba27');
CREATE INDEX tasks_open on tasks (state, queue, seq, session_id, owner, task_id)
  where finished_at is null;
CREATE INDEX tasks_ended on tasks (finished_at, state, started_at, queue)
  where finished_at is not null;
CREATE INDEX tasks_listed on tasks (state, seq) where expired = 0;
CREATE INDEX tasks_session on tasks (session_id);
CREATE INDEX tasks_owner on tasks (owner, seq);
CREATE INDEX spending_at on spending (at, cost_usd);
CREATE INDEX sessions_owner on sessions (owner, seq);
CREATE INDEX sessions_touched on sessions (touched_at);
CREATE INDEX words_session on words (session_id);
CREATE UNIQUE INDEX items_place on items (session_id, fingerprint, start)
  where resolved_in is null;
CREATE INDEX items_session on items (session_id, seq);
CREATE INDEX chat_session on chat (session_id, seq);
CREATE INDEX edits_session on edits (session_id, undone, seq);
CREATE INDEX changes_item on changes (item_id);
CREATE INDEX activity_session on activity (session_id, seq);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('sessions',2);
INSERT INTO "sqlite_sequence" VALUES('activity',18);
INSERT INTO "sqlite_sequence" VALUES('tasks',9);
INSERT INTO "sqlite_sequence" VALUES('items',7);
INSERT INTO "sqlite_sequence" VALUES('edits',6);
INSERT INTO "sqlite_sequence" VALUES('chat',1);
INSERT INTO "sqlite_sequence" VALUES('letters',2);
COMMIT;
pragma user_version = 1;
