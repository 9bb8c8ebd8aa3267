-- The first tables. Instants (_at) are UTC, days (_on, date_start, date_end) are calendar days, offsets are
-- Python str indices (code points) into articles.text or articles.title, first included and last excluded.

CREATE TABLE sources (
    source_id VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    country VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    side VARCHAR NOT NULL,
    timezone VARCHAR NOT NULL,
    source_group VARCHAR NOT NULL,
    note VARCHAR
);
COMMENT ON TABLE sources IS 'Outlets that are ingested, as sources.toml describes them; reloaded on every run.';
COMMENT ON COLUMN sources.source_id IS 'Short name, the key of the outlet everywhere.';
COMMENT ON COLUMN sources.name IS 'Name of the outlet in its own script.';
COMMENT ON COLUMN sources.url IS 'Home page.';
COMMENT ON COLUMN sources.language IS 'Main language, ISO 639-1.';
COMMENT ON COLUMN sources.country IS 'Country of the newsroom, ISO 3166-1 alpha-2.';
COMMENT ON COLUMN sources.kind IS 'agency, paper, broadcaster, ministry, research, aggregator or other.';
COMMENT ON COLUMN sources.side IS 'Whose view it reports from: RU, DPRK, ROK, UA, US, CN, JP or other.';
COMMENT ON COLUMN sources.timezone IS 'IANA zone in which the outlet counts its calendar days.';
COMMENT ON COLUMN sources.source_group IS 'Group by which deployments choose sources.';
COMMENT ON COLUMN sources.note IS 'What to know before trusting or fetching it.';

CREATE TABLE source_names (
    source_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    PRIMARY KEY (source_id, name)
);
COMMENT ON TABLE source_names IS 'By what outlets are known when others cite them; a name that several outlets share is nobody''s.';
COMMENT ON COLUMN source_names.source_id IS 'The outlet.';
COMMENT ON COLUMN source_names.name IS 'Its name in small letters, without quotation marks, articles, words such as agency, or Cyrillic case endings; its host; or a handle behind @.';

CREATE TABLE runs (
    run_id VARCHAR PRIMARY KEY,
    flow VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    state VARCHAR NOT NULL,
    message VARCHAR
);
COMMENT ON TABLE runs IS 'Runs of the flows that wrote to this file.';
COMMENT ON COLUMN runs.run_id IS 'Prefect flow-run id.';
COMMENT ON COLUMN runs.flow IS 'ingest, backfill or rebuild.';
COMMENT ON COLUMN runs.name IS 'Name of the run in the Prefect UI.';
COMMENT ON COLUMN runs.started_at IS 'When the run began.';
COMMENT ON COLUMN runs.ended_at IS 'When it ended and all it had archived was loaded, where it died by a later run; null until then.';
COMMENT ON COLUMN runs.state IS 'running, completed, partly failed, failed, cancelled or crashed.';
COMMENT ON COLUMN runs.message IS 'What happened, in one line.';

CREATE TABLE run_sources (
    run_id VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    found INTEGER NOT NULL,
    skipped INTEGER NOT NULL,
    new INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    fetched INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    extracted INTEGER NOT NULL,
    relevant INTEGER NOT NULL,
    loaded INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    reasons VARCHAR,
    PRIMARY KEY (run_id, source_id)
);
COMMENT ON TABLE run_sources IS 'What each run did for each source.';
COMMENT ON COLUMN run_sources.run_id IS 'The run.';
COMMENT ON COLUMN run_sources.source_id IS 'The source.';
COMMENT ON COLUMN run_sources.found IS 'Addresses announced by the source.';
COMMENT ON COLUMN run_sources.skipped IS
    'Of these, pages of a backfill in which one of the two sides is not named: neither kept nor read.';
COMMENT ON COLUMN run_sources.new IS 'Of these, never fetched before.';
COMMENT ON COLUMN run_sources.unchanged IS 'Known pages that the server or their digest said are unchanged.';
COMMENT ON COLUMN run_sources.fetched IS 'Pages received.';
COMMENT ON COLUMN run_sources.failed IS 'Addresses and pages that failed, at any stage.';
COMMENT ON COLUMN run_sources.extracted IS 'Pages that gave an article.';
COMMENT ON COLUMN run_sources.relevant IS 'Articles about Russia-DPRK relations among them.';
COMMENT ON COLUMN run_sources.loaded IS 'Articles new to the table.';
COMMENT ON COLUMN run_sources.updated IS 'Articles that got a new version.';
COMMENT ON COLUMN run_sources.reasons IS 'Failures by reason, as "timeout 2, not_found 1".';

CREATE TABLE announcements (
    source_id VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    title VARCHAR,
    published_at TIMESTAMPTZ,
    modified_at TIMESTAMPTZ,
    announced_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (source_id, url)
);
COMMENT ON TABLE announcements IS 'Addresses that a source announced as articles; one without a row in fetches is still to be asked for.';
COMMENT ON COLUMN announcements.source_id IS 'The source.';
COMMENT ON COLUMN announcements.url IS 'The address, without tracking parameters.';
COMMENT ON COLUMN announcements.title IS 'Title in the announcement.';
COMMENT ON COLUMN announcements.published_at IS 'Publication time in the announcement.';
COMMENT ON COLUMN announcements.modified_at IS 'Modification time in the announcement.';
COMMENT ON COLUMN announcements.announced_at IS 'When we last saw it announced.';

CREATE TABLE robots (
    origin VARCHAR PRIMARY KEY,
    body BLOB NOT NULL,
    failure VARCHAR,
    read_at TIMESTAMPTZ NOT NULL,
    tried_at TIMESTAMPTZ
);
COMMENT ON TABLE robots IS 'The robots.txt of each host, kept for a day, so that not every run asks for it again.';
COMMENT ON COLUMN robots.origin IS 'Scheme, host and port, as https://example.org.';
COMMENT ON COLUMN robots.body IS 'The first 500 KiB as received, content codings undone; empty where there is none.';
COMMENT ON COLUMN robots.failure IS 'Why it could not be read, so that nothing may be asked; null where it was read or there is none.';
COMMENT ON COLUMN robots.read_at IS 'When it was read.';
COMMENT ON COLUMN robots.tried_at IS 'When it could not be read again; the older copy is used for at most thirty days.';

CREATE TABLE fetches (
    fetch_id VARCHAR PRIMARY KEY,
    run_id VARCHAR NOT NULL,
    source_id VARCHAR,
    stage VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    final_url VARCHAR,
    fetched_at TIMESTAMPTZ NOT NULL,
    status INTEGER,
    failure VARCHAR,
    content_type VARCHAR,
    etag VARCHAR,
    last_modified VARCHAR,
    announced_at TIMESTAMPTZ,
    feed_title VARCHAR,
    feed_published_at TIMESTAMPTZ,
    digest VARCHAR,
    body_bytes BIGINT,
    item_count INTEGER,
    items_digest VARCHAR,
    newest_item_at TIMESTAMPTZ,
    archive_file VARCHAR,
    archive_offset BIGINT,
    archive_length BIGINT
);
COMMENT ON TABLE fetches IS 'Every request made, and where its response lies in the WARC archive.';
COMMENT ON COLUMN fetches.fetch_id IS 'Id of the request.';
COMMENT ON COLUMN fetches.run_id IS 'The run that made it.';
COMMENT ON COLUMN fetches.source_id IS 'For which source; null for saved pages of no known source.';
COMMENT ON COLUMN fetches.stage IS 'discover (a feed, sitemap or listing), robots (a robots.txt), fetch (an article page) or backfill.';
COMMENT ON COLUMN fetches.url IS 'Address asked for.';
COMMENT ON COLUMN fetches.final_url IS 'Address that answered, after redirects.';
COMMENT ON COLUMN fetches.fetched_at IS 'When the answer was complete, or when it failed.';
COMMENT ON COLUMN fetches.status IS 'HTTP status of the last answer; null where there was none. 304 means unchanged.';
COMMENT ON COLUMN fetches.failure IS 'Reason of failure from a closed list; null where it succeeded.';
COMMENT ON COLUMN fetches.content_type IS 'Content-Type as sent.';
COMMENT ON COLUMN fetches.etag IS 'ETag as sent, for the next conditional request.';
COMMENT ON COLUMN fetches.last_modified IS 'Last-Modified as sent, for the next conditional request.';
COMMENT ON COLUMN fetches.announced_at IS 'Modification time that the feed gave for the page.';
COMMENT ON COLUMN fetches.feed_title IS 'Title that the feed gave for the page.';
COMMENT ON COLUMN fetches.feed_published_at IS 'Publication time that the feed gave for the page.';
COMMENT ON COLUMN fetches.digest IS 'sha256 of the decoded body.';
COMMENT ON COLUMN fetches.body_bytes IS 'Length of the decoded body.';
COMMENT ON COLUMN fetches.item_count IS 'Articles that a feed, sitemap or listing announced; null where it could not be read or has not changed.';
COMMENT ON COLUMN fetches.items_digest IS 'sha256 of what it announced: unlike digest, it does not change with a build date.';
COMMENT ON COLUMN fetches.newest_item_at IS 'When the newest of these articles was published.';
COMMENT ON COLUMN fetches.archive_file IS 'WARC file below the archive directory; null where nothing was received, or nothing new. Of failures it holds the last answer, a refusal for example.';
COMMENT ON COLUMN fetches.archive_offset IS 'Byte offset of the gzip member of the response record.';
COMMENT ON COLUMN fetches.archive_length IS 'Length of that member in bytes.';

CREATE TABLE failures (
    failure_id VARCHAR PRIMARY KEY,
    run_id VARCHAR NOT NULL,
    source_id VARCHAR,
    url VARCHAR NOT NULL,
    stage VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    detail VARCHAR,
    failed_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE failures IS 'What did not work: one row for each address that failed at a stage of a run.';
COMMENT ON COLUMN failures.failure_id IS 'Id of the failure.';
COMMENT ON COLUMN failures.run_id IS 'The run in which it failed.';
COMMENT ON COLUMN failures.source_id IS 'The source, where there is one.';
COMMENT ON COLUMN failures.url IS 'Address, without secrets.';
COMMENT ON COLUMN failures.stage IS 'discover, robots, fetch, archive or transform.';
COMMENT ON COLUMN failures.reason IS 'Reason from a closed list (docs/data-dictionary.md).';
COMMENT ON COLUMN failures.detail IS 'More, for the engineer.';
COMMENT ON COLUMN failures.failed_at IS 'When.';

CREATE TABLE articles (
    article_id VARCHAR PRIMARY KEY,
    version INTEGER NOT NULL,
    url VARCHAR NOT NULL,
    canonical_url VARCHAR NOT NULL,
    source_id VARCHAR,
    title VARCHAR,
    byline VARCHAR,
    language VARCHAR,
    published_at TIMESTAMPTZ,
    published_on DATE,
    published_precision VARCHAR,
    published_from VARCHAR,
    published_doubt VARCHAR,
    modified_at TIMESTAMPTZ,
    text VARCHAR NOT NULL,
    text_hash VARCHAR NOT NULL,
    source_line VARCHAR,
    source_url VARCHAR,
    first_seen_at TIMESTAMPTZ NOT NULL,
    last_changed_at TIMESTAMPTZ NOT NULL,
    is_relevant BOOLEAN NOT NULL,
    relevance_score DOUBLE NOT NULL,
    relevance_reason VARCHAR
);
COMMENT ON TABLE articles IS 'One row an article, in its newest version; older texts are in article_versions.';
COMMENT ON COLUMN articles.article_id IS 'Id made of the canonical address; stable for ever.';
COMMENT ON COLUMN articles.version IS 'Number of the newest version, from 1.';
COMMENT ON COLUMN articles.url IS 'Address it was fetched from.';
COMMENT ON COLUMN articles.canonical_url IS 'Address that identifies it.';
COMMENT ON COLUMN articles.source_id IS 'The outlet; null for pages of no known source.';
COMMENT ON COLUMN articles.title IS 'Headline.';
COMMENT ON COLUMN articles.byline IS 'Author line.';
COMMENT ON COLUMN articles.language IS 'Language of the text, ISO 639-1.';
COMMENT ON COLUMN articles.published_at IS 'Instant of publication; null where unknown or known to the day only.';
COMMENT ON COLUMN articles.published_on IS 'Calendar day of publication in the outlet''s own time zone.';
COMMENT ON COLUMN articles.published_precision IS 'second, minute or day.';
COMMENT ON COLUMN articles.published_from IS 'Where the date was read: layout (of sources.toml), feed, json_ld, meta, url, time or text.';
COMMENT ON COLUMN articles.published_doubt IS 'weekday: the page writes another day of the week beside the date; future, too_early, before_founding: a date was refused for it.';
COMMENT ON COLUMN articles.modified_at IS 'Instant of the last change, as the page claims it.';
COMMENT ON COLUMN articles.text IS 'Clean text, paragraphs separated by a newline.';
COMMENT ON COLUMN articles.text_hash IS 'Hash of title and text, by which a version is told from the next.';
COMMENT ON COLUMN articles.source_line IS 'The line that names the article''s own sources, as it stood; it is not in text.';
COMMENT ON COLUMN articles.source_url IS 'Address of the original that such a line links to.';
COMMENT ON COLUMN articles.first_seen_at IS 'When we first received it: an upper bound for its publication.';
COMMENT ON COLUMN articles.last_changed_at IS 'When we first received its newest version.';
COMMENT ON COLUMN articles.is_relevant IS 'Whether it is about Russia-DPRK relations.';
COMMENT ON COLUMN articles.relevance_score IS 'From 0 to 1.';
COMMENT ON COLUMN articles.relevance_reason IS 'Why, in words.';

CREATE TABLE article_versions (
    article_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL,
    fetch_id VARCHAR,
    title VARCHAR,
    text VARCHAR NOT NULL,
    text_hash VARCHAR NOT NULL,
    published_on DATE,
    modified_at TIMESTAMPTZ,
    changed VARCHAR,
    PRIMARY KEY (article_id, version)
);
COMMENT ON TABLE article_versions IS 'Every text that an address has carried, and every day of publication that it gave the same words.';
COMMENT ON COLUMN article_versions.article_id IS 'The article.';
COMMENT ON COLUMN article_versions.version IS 'Number, from 1, in the order in which we saw them.';
COMMENT ON COLUMN article_versions.seen_at IS 'When we received it.';
COMMENT ON COLUMN article_versions.fetch_id IS 'The request that brought it, and through it the archived response.';
COMMENT ON COLUMN article_versions.title IS 'Headline of this version.';
COMMENT ON COLUMN article_versions.text IS 'Text of this version.';
COMMENT ON COLUMN article_versions.text_hash IS 'Hash of title and text.';
COMMENT ON COLUMN article_versions.published_on IS 'Day of publication as this version has it.';
COMMENT ON COLUMN article_versions.modified_at IS 'Last change, as the page claims it.';
COMMENT ON COLUMN article_versions.changed IS 'What differs from the version before: title, numbers, dates, text; null in the first.';

CREATE TABLE furniture (
    host VARCHAR NOT NULL,
    line VARCHAR NOT NULL,
    pages BIGINT NOT NULL,
    PRIMARY KEY (host, line)
);
COMMENT ON TABLE furniture IS 'Lines that recur across the pages of one host, notices and navigation: dropped from the texts of later articles.';
COMMENT ON COLUMN furniture.host IS 'Host of the pages.';
COMMENT ON COLUMN furniture.line IS 'The line in lower case, each number a 0.';
COMMENT ON COLUMN furniture.pages IS 'Number of articles in whose text it stood when it was learned.';

CREATE TABLE entity_mentions (
    article_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    field VARCHAR NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    surface VARCHAR NOT NULL,
    entity_id VARCHAR NOT NULL,
    speaks_for VARCHAR,
    PRIMARY KEY (article_id, version, field, start, "end", entity_id)
);
COMMENT ON TABLE entity_mentions IS 'Who and what is named, and where.';
COMMENT ON COLUMN entity_mentions.article_id IS 'The article.';
COMMENT ON COLUMN entity_mentions.version IS 'The version whose characters are counted.';
COMMENT ON COLUMN entity_mentions.field IS 'title or text.';
COMMENT ON COLUMN entity_mentions.start IS 'First character.';
COMMENT ON COLUMN entity_mentions."end" IS 'One past the last character.';
COMMENT ON COLUMN entity_mentions.surface IS 'The words themselves.';
COMMENT ON COLUMN entity_mentions.entity_id IS 'Who or what they name.';
COMMENT ON COLUMN entity_mentions.speaks_for IS 'State for which a metonym stands ("the Kremlin" for russia).';

CREATE TABLE date_mentions (
    article_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    surface VARCHAR NOT NULL,
    date_start DATE,
    date_end DATE,
    precision VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    PRIMARY KEY (article_id, version, start, "end")
);
COMMENT ON TABLE date_mentions IS 'Date expressions as intervals that remember their words.';
COMMENT ON COLUMN date_mentions.article_id IS 'The article.';
COMMENT ON COLUMN date_mentions.version IS 'The version whose characters are counted.';
COMMENT ON COLUMN date_mentions.start IS 'First character in text.';
COMMENT ON COLUMN date_mentions."end" IS 'One past the last character.';
COMMENT ON COLUMN date_mentions.surface IS 'The words themselves.';
COMMENT ON COLUMN date_mentions.date_start IS 'First day of the interval; null where vague.';
COMMENT ON COLUMN date_mentions.date_end IS 'Last day of the interval, included.';
COMMENT ON COLUMN date_mentions.precision IS 'day, week, month, quarter, half, year, range or vague.';
COMMENT ON COLUMN date_mentions.rule IS 'Name of the rule that read it.';

CREATE TABLE attributions (
    article_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    field VARCHAR NOT NULL,
    start INTEGER,
    "end" INTEGER,
    citing_id VARCHAR,
    citing_text VARCHAR,
    cited_id VARCHAR,
    cited_text VARCHAR NOT NULL,
    cited_key VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    depth INTEGER NOT NULL,
    cue VARCHAR NOT NULL
);
COMMENT ON TABLE attributions IS 'Who cites whom: one row an edge, one edge a hop.';
COMMENT ON COLUMN attributions.article_id IS 'The article in which it stands.';
COMMENT ON COLUMN attributions.version IS 'The version whose characters are counted.';
COMMENT ON COLUMN attributions.field IS 'title, text, or source_line: a list of sources apart from the text, in no order.';
COMMENT ON COLUMN attributions.start IS 'First character of the cited name in the field; null in a source_line, which is no part of the text.';
COMMENT ON COLUMN attributions."end" IS 'One past its last character; null in a source_line.';
COMMENT ON COLUMN attributions.citing_id IS 'Entity that cites; null for the outlet itself, and for one that is not in entities.';
COMMENT ON COLUMN attributions.citing_text IS 'The citing name as it stands; null for the outlet itself.';
COMMENT ON COLUMN attributions.cited_id IS 'Entity that is cited; null where it is not in entities.';
COMMENT ON COLUMN attributions.cited_text IS 'The cited name as it stands.';
COMMENT ON COLUMN attributions.cited_key IS 'What it has in common with other writings of that name: small letters, no quotation marks, articles, words such as agency, or Cyrillic case endings; the host of an address; equal to source_names.name where that outlet is meant.';
COMMENT ON COLUMN attributions.kind IS 'What is cited: news_agency, outlet, state_media, media (unnamed), body, person (quoted by a medium), anonymous (an unnamed official or source, of the body in cited_id if known), document or satellite_imagery.';
COMMENT ON COLUMN attributions.depth IS '1 where the outlet cites, 2 where the one it cites cites, and so on.';
COMMENT ON COLUMN attributions.cue IS 'Pattern that was recognised.';

CREATE TABLE stories (
    story_id VARCHAR PRIMARY KEY,
    original_article_id VARCHAR NOT NULL,
    title VARCHAR,
    first_published_at TIMESTAMPTZ,
    articles INTEGER NOT NULL,
    independent INTEGER NOT NULL
);
COMMENT ON TABLE stories IS 'One story with its copies, translations and rewrites.';
COMMENT ON COLUMN stories.story_id IS 'Id of the story.';
COMMENT ON COLUMN stories.original_article_id IS 'Its first article: the earliest, or one of the same day that the earliest cites.';
COMMENT ON COLUMN stories.title IS 'Headline of the first article.';
COMMENT ON COLUMN stories.first_published_at IS 'The earliest time of publication of its articles.';
COMMENT ON COLUMN stories.articles IS 'How many articles carry it.';
COMMENT ON COLUMN stories.independent IS 'On how many words it rests: distinct last sources of its articles that are neither copy, translation nor rewrite; an outlet that cites nobody is its own source.';

CREATE TABLE story_articles (
    article_id VARCHAR PRIMARY KEY,
    story_id VARCHAR NOT NULL,
    relation VARCHAR NOT NULL,
    similarity DOUBLE
);
COMMENT ON TABLE story_articles IS 'To which story each relevant article belongs, and as what.';
COMMENT ON COLUMN story_articles.article_id IS 'The article.';
COMMENT ON COLUMN story_articles.story_id IS 'The story.';
COMMENT ON COLUMN story_articles.relation IS 'original, copy, translation, rewrite or related.';
COMMENT ON COLUMN story_articles.similarity IS 'From 0 to 1, to the article that it copies, else to the original or the nearest earlier one of the story: common words for a copy, common facts for a translation or rewrite, common facts or names for what is related.';

CREATE TABLE story_keys (
    key UBIGINT NOT NULL,
    article_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    published_on DATE
);
COMMENT ON TABLE story_keys IS 'By what the copies and translations of an article are looked up: articles that share keys are compared, others never.';
COMMENT ON COLUMN story_keys.key IS 'A 64-bit hash.';
COMMENT ON COLUMN story_keys.article_id IS 'The article.';
COMMENT ON COLUMN story_keys.kind IS 'text (a band of the MinHash of its text: same words), facts (who with whom, when, how many: any language) or words (two of its names, numbers and long words: one language).';
COMMENT ON COLUMN story_keys.published_on IS 'Its day of publication; only articles of about the same days are compared. Null where unknown.';

CREATE TABLE events (
    event_id VARCHAR PRIMARY KEY,
    event_type VARCHAR NOT NULL,
    date_start DATE,
    date_end DATE,
    precision VARCHAR,
    modality VARCHAR NOT NULL,
    participants VARCHAR[] NOT NULL,
    place_id VARCHAR,
    merged_into VARCHAR
);
COMMENT ON TABLE events IS 'What happened, as the reports agree; an id never changes.';
COMMENT ON COLUMN events.event_id IS 'Id of the event.';
COMMENT ON COLUMN events.event_type IS 'Type from event_types.';
COMMENT ON COLUMN events.date_start IS 'First day; null where no report dates it.';
COMMENT ON COLUMN events.date_end IS 'Last day, included.';
COMMENT ON COLUMN events.precision IS 'Precision of the best-dated report: day, week, month, quarter, half, year, range, or recent (news without a date: the three days up to its report).';
COMMENT ON COLUMN events.modality IS 'happened, planned, claimed or denied.';
COMMENT ON COLUMN events.participants IS 'Entities that took part; of a claimed or denied event also who claims or denies it.';
COMMENT ON COLUMN events.place_id IS 'Where.';
COMMENT ON COLUMN events.merged_into IS 'The event that stands for this one, where a later report showed that two are the same; null otherwise.';

CREATE TABLE event_reports (
    event_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    field VARCHAR NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    event_type VARCHAR NOT NULL,
    date_start DATE,
    date_end DATE,
    precision VARCHAR,
    modality VARCHAR NOT NULL,
    participants VARCHAR[] NOT NULL,
    place_id VARCHAR,
    PRIMARY KEY (article_id, version, field, start, "end", event_type)
);
COMMENT ON TABLE event_reports IS 'Sentences that report an event: the best dated one of an article for each event.';
COMMENT ON COLUMN event_reports.event_id IS 'The event.';
COMMENT ON COLUMN event_reports.article_id IS 'The article.';
COMMENT ON COLUMN event_reports.version IS 'The version whose characters are counted.';
COMMENT ON COLUMN event_reports.field IS 'title or text; title only where no sentence of the text says it.';
COMMENT ON COLUMN event_reports.start IS 'First character of the sentence in the field.';
COMMENT ON COLUMN event_reports."end" IS 'One past its last character.';
COMMENT ON COLUMN event_reports.event_type IS 'Type that this report gives it.';
COMMENT ON COLUMN event_reports.date_start IS 'First day that this report gives it.';
COMMENT ON COLUMN event_reports.date_end IS 'Last day, included.';
COMMENT ON COLUMN event_reports.precision IS 'Precision of the date mention; recent for news without a date: the three days up to its report.';
COMMENT ON COLUMN event_reports.modality IS 'happened, planned, claimed or denied.';
COMMENT ON COLUMN event_reports.participants IS 'Entities named as taking part; of a claimed or denied event also who claims or denies it.';
COMMENT ON COLUMN event_reports.place_id IS 'Where, by this report.';

CREATE TABLE claims (
    article_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    surface VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    of_id VARCHAR,
    value_low DOUBLE,
    value_high DOUBLE,
    bound VARCHAR NOT NULL,
    role VARCHAR,
    unit VARCHAR NOT NULL,
    claimant_id VARCHAR,
    claimant_text VARCHAR,
    PRIMARY KEY (article_id, version, start, "end", subject)
);
COMMENT ON TABLE claims IS 'Figures about a subject, and who gives them: "10,000 to 12,000 troops, according to NIS".';
COMMENT ON COLUMN claims.article_id IS 'The article.';
COMMENT ON COLUMN claims.version IS 'The version whose characters are counted.';
COMMENT ON COLUMN claims.start IS 'First character of the figure in text.';
COMMENT ON COLUMN claims."end" IS 'One past the last character of the figure.';
COMMENT ON COLUMN claims.surface IS 'The figure as it stands.';
COMMENT ON COLUMN claims.subject IS 'What is counted: troops, killed, wounded, casualties, captured, sappers, builders, workers, shells, missiles, containers, fuel, food, goods, money ...; from sql/reference/claim_subjects.csv.';
COMMENT ON COLUMN claims.of_id IS 'Country whose troops, workers or shells are counted, where it is named beside them.';
COMMENT ON COLUMN claims.value_low IS 'Smallest value that the words allow; null where they give only a ceiling.';
COMMENT ON COLUMN claims.value_high IS 'Largest value that the words allow; null where they give only a floor.';
COMMENT ON COLUMN claims.bound IS 'exact, about, at_least, at_most, range or vague (dozens, thousands).';
COMMENT ON COLUMN claims.role IS 'from and to of a change ("from 34,000 to 11,000" is two rows: what was, and what is); null elsewhere.';
COMMENT ON COLUMN claims.unit IS 'person, shell, container, tonne, barrel, usd, rub, krw, cny and the like.';
COMMENT ON COLUMN claims.claimant_id IS 'Entity that gives the figure; null where it is not in entities, or where the outlet gives it itself.';
COMMENT ON COLUMN claims.claimant_text IS 'The claimant as it stands in the text; null where the outlet gives the figure itself.';

CREATE TABLE statements (
    article_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    speaker_id VARCHAR,
    speaker_text VARCHAR NOT NULL,
    PRIMARY KEY (article_id, version, start, "end")
);
COMMENT ON TABLE statements IS 'Sentences that a person or a body says, or is said to say; speech, where attributions are sources.';
COMMENT ON COLUMN statements.article_id IS 'The article.';
COMMENT ON COLUMN statements.version IS 'The version whose characters are counted.';
COMMENT ON COLUMN statements.start IS 'First character of the sentence in text.';
COMMENT ON COLUMN statements."end" IS 'One past its last character.';
COMMENT ON COLUMN statements.speaker_id IS 'Entity that speaks; null where it is not in entities.';
COMMENT ON COLUMN statements.speaker_text IS 'The speaker as it stands in the text.';

CREATE TABLE entities (
    entity_id VARCHAR PRIMARY KEY,
    kind VARCHAR NOT NULL,
    side VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    speaks_for VARCHAR,
    wikidata_id VARCHAR,
    note VARCHAR
);
COMMENT ON TABLE entities IS 'Persons, bodies, places, ships and things that are followed; from sql/reference/entities.csv.';
COMMENT ON COLUMN entities.entity_id IS 'Id.';
COMMENT ON COLUMN entities.kind IS
    'person, body, country, place, news_agency, outlet, company, vessel, weapon, product, document, project or event.';
COMMENT ON COLUMN entities.side IS 'RU, DPRK or other.';
COMMENT ON COLUMN entities.name IS 'Name in English.';
COMMENT ON COLUMN entities.speaks_for IS 'State for which a capital or a seat of power stands (kremlin, moscow: russia).';
COMMENT ON COLUMN entities.wikidata_id IS 'Wikidata item where certain.';
COMMENT ON COLUMN entities.note IS 'What to know.';

CREATE TABLE aliases (
    entity_id VARCHAR NOT NULL,
    alias VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    script VARCHAR NOT NULL,
    dictionary_form VARCHAR NOT NULL,
    match VARCHAR NOT NULL,
    needs VARCHAR,
    PRIMARY KEY (entity_id, alias, language)
);
COMMENT ON TABLE aliases IS 'How each entity is written, case forms included; from sql/reference/aliases.csv.';
COMMENT ON COLUMN aliases.entity_id IS 'The entity.';
COMMENT ON COLUMN aliases.alias IS 'A written form.';
COMMENT ON COLUMN aliases.language IS 'Language in which it is written so, ISO 639-1.';
COMMENT ON COLUMN aliases.script IS 'Script, ISO 15924: Latn, Cyrl, Hang, Hani or Jpan.';
COMMENT ON COLUMN aliases.dictionary_form IS 'The form in aliases.csv of which this is a case form, or itself.';
COMMENT ON COLUMN aliases.match IS 'Where it counts: word, own, inner, start, particle, compound, headline or part (docs/data-dictionary.md).';
COMMENT ON COLUMN aliases.needs IS
    'What else the article must name for it to count, any of: itself, an entity_id, RU or DPRK; null where it stands alone.';

CREATE TABLE roles (
    role_id VARCHAR NOT NULL,
    entity_id VARCHAR NOT NULL,
    "from" DATE NOT NULL,
    "to" DATE,
    PRIMARY KEY (role_id, "from")
);
COMMENT ON TABLE roles IS 'Who held which office when; from sql/reference/roles.csv.';
COMMENT ON COLUMN roles.role_id IS 'Office.';
COMMENT ON COLUMN roles.entity_id IS 'The person.';
COMMENT ON COLUMN roles."from" IS 'First day in office.';
COMMENT ON COLUMN roles."to" IS 'Last day in office; null while it lasts.';

CREATE TABLE event_types (
    event_type VARCHAR PRIMARY KEY,
    family VARCHAR NOT NULL,
    definition VARCHAR NOT NULL,
    plover VARCHAR,
    plover_mode VARCHAR,
    cameo_root VARCHAR
);
COMMENT ON TABLE event_types IS 'Types of events; from sql/reference/event_types.toml.';
COMMENT ON COLUMN event_types.event_type IS 'Id of the type.';
COMMENT ON COLUMN event_types.family IS 'Reports whose types are of one family can be of one event.';
COMMENT ON COLUMN event_types.definition IS 'What counts.';
COMMENT ON COLUMN event_types.plover IS 'PLOVER category.';
COMMENT ON COLUMN event_types.plover_mode IS 'PLOVER mode.';
COMMENT ON COLUMN event_types.cameo_root IS 'CAMEO root code.';

CREATE TABLE framing_terms (
    topic VARCHAR NOT NULL,
    framing VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    term VARCHAR NOT NULL,
    PRIMARY KEY (topic, framing, language, term)
);
COMMENT ON TABLE framing_terms IS 'Words that show whose view a text takes; from sql/reference/framing_terms.csv.';
COMMENT ON COLUMN framing_terms.topic IS 'What the words name: war_name, kursk, troops, transfer, state_name, leader ...';
COMMENT ON COLUMN framing_terms.framing IS 'Whose words they are: RU, DPRK, RU/DPRK, West, UA/West, neutral ...';
COMMENT ON COLUMN framing_terms.language IS 'Language, ISO 639-1.';
COMMENT ON COLUMN framing_terms.term IS 'The words.';

CREATE TABLE anniversaries (
    month INTEGER NOT NULL,
    day INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    PRIMARY KEY (month, day)
);
COMMENT ON TABLE anniversaries IS 'Days on which messages and visits are routine; from sql/reference/anniversaries.csv.';
COMMENT ON COLUMN anniversaries.month IS 'Month, from 1.';
COMMENT ON COLUMN anniversaries.day IS 'Day of the month.';
COMMENT ON COLUMN anniversaries.name IS 'What is marked.';
