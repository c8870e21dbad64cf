"""The index behind /search: one row a thread, kept by triggers in the transaction that changes the thread.

Only what arrived and is hidden from nobody is in it; what is taken back, held or refused leaves it at once. SQLite
has FTS5 for it, PostgreSQL a tsvector with a GIN index and a list of words, by which mistyped ones are put right.
"""

from sqlalchemy import Connection, text

PREFIX = "thread_search"  # every table of the index begins with it: migrations are not made from them
_SEEN = "('received', 'delivered')"
_GONE = "('withdrawn', 'kept')"

_ACCENTED = "àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿœšžÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŸŒŠŽ"
_BARE = "aaaaaaaceeeeiiiinoooooouuuuyyoszaaaaaaaceeeeiiiinoooooouuuuyyosz"

_READABLE = f"""
    FROM questions q JOIN entries e ON e.question_id = q.id
    WHERE {{which}} AND q.state NOT IN {_GONE} AND e.state IN {_SEEN}
    AND e.hidden_by_id IS NULL AND e.kind <> 'contact'
"""
_CHANGED = f"""old.text IS {{distinct}} new.text OR old.hidden_by_id IS {{distinct}} new.hidden_by_id
    OR (old.state IN {_SEEN}) <> (new.state IN {_SEEN})"""
_MOVED = f"""old.lesson_id IS {{distinct}} new.lesson_id OR old.asker_id <> new.asker_id
    OR (old.state IN {_GONE}) <> (new.state IN {_GONE})"""


def _write(which: str) -> str:
    return f"""
        INSERT INTO thread_search (rowid, words, tags)
        SELECT q.id, coalesce(group_concat(e.text, ' '), ''), 'p' || q.asker_id || coalesce(' l' || q.lesson_id, '')
        {_READABLE.format(which=which)} GROUP BY q.id;
    """


def _again(number: str) -> str:
    return f"DELETE FROM thread_search WHERE rowid = {number}; {_write(f'q.id = {number}')}"  # noqa: S608


SQLITE = (
    "CREATE VIRTUAL TABLE thread_search USING fts5(words, tags, tokenize = 'unicode61 remove_diacritics 2')",
    "CREATE VIRTUAL TABLE thread_search_words USING fts5vocab('thread_search', 'row')",
)
SQLITE_TRIGGERS = {
    "thread_search_said": f"AFTER INSERT ON entries WHEN new.state IN {_SEEN} BEGIN {_again('new.question_id')} END",
    "thread_search_changed": "AFTER UPDATE OF text, state, hidden_by_id ON entries WHEN "
    f"{_CHANGED.format(distinct='NOT')} BEGIN {_again('new.question_id')} END",
    "thread_search_erased": f"AFTER DELETE ON entries BEGIN {_again('old.question_id')} END",
    "thread_search_moved": "AFTER UPDATE OF state, lesson_id, asker_id ON questions WHEN "
    f"{_MOVED.format(distinct='NOT')} BEGIN {_again('new.id')} END",
    "thread_search_gone": "AFTER DELETE ON questions BEGIN DELETE FROM thread_search WHERE rowid = old.id; END",
}

_PG_INDEX = f"""
CREATE FUNCTION thread_search_index(number integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE found text; about text[]; said text[];
BEGIN
    -- One at a time for a thread: who indexes later sees what was said before.
    PERFORM 1 FROM questions WHERE id = number FOR NO KEY UPDATE;
    SELECT string_agg(e.text, ' '), ARRAY['@p' || q.asker_id, '@l' || coalesce(q.lesson_id, 0)] INTO found, about
    {_READABLE.format(which="q.id = number")} GROUP BY q.id;
    IF about IS NULL THEN
        DELETE FROM thread_search WHERE question_id = number;
        RETURN;
    END IF;
    said := ARRAY(
        SELECT DISTINCT word FROM regexp_split_to_table(
            translate(lower(found), '{_ACCENTED}', '{_BARE}'), '[^[:alnum:]]+') AS word
        WHERE length(word) BETWEEN 1 AND 40 ORDER BY word LIMIT 5000
    );
    INSERT INTO thread_search (question_id, words)
    VALUES (number, array_to_tsvector(said) || array_to_tsvector(about))
    ON CONFLICT (question_id) DO UPDATE SET words = excluded.words;
    INSERT INTO thread_search_words (word)
    SELECT new_word FROM unnest(said) AS new_word WHERE new_word !~ '[0-9]' AND length(new_word) > 2
    AND NOT EXISTS (SELECT 1 FROM thread_search_words known WHERE known.word = new_word) ORDER BY new_word
    ON CONFLICT DO NOTHING;
END $$
"""  # noqa: S608

POSTGRES = (
    "CREATE TABLE thread_search (question_id integer PRIMARY KEY REFERENCES questions (id) ON DELETE CASCADE,"
    " words tsvector NOT NULL)",
    "CREATE INDEX ix_thread_search_words ON thread_search USING gin (words)",
    'CREATE TABLE thread_search_words (word varchar(40) COLLATE "C" PRIMARY KEY)',
    _PG_INDEX,
    """CREATE FUNCTION thread_search_entry() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM thread_search_index(CASE WHEN TG_OP = 'DELETE' THEN old.question_id ELSE new.question_id END);
        RETURN NULL;
    END $$""",
    """CREATE FUNCTION thread_search_question() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM thread_search_index(new.id); RETURN NULL; END $$""",
    f"CREATE TRIGGER thread_search_said AFTER INSERT ON entries FOR EACH ROW WHEN (new.state IN {_SEEN})"
    " EXECUTE FUNCTION thread_search_entry()",
    "CREATE TRIGGER thread_search_changed AFTER UPDATE OF text, state, hidden_by_id ON entries FOR EACH ROW WHEN"
    f" ({_CHANGED.format(distinct='DISTINCT FROM')}) EXECUTE FUNCTION thread_search_entry()",
    "CREATE TRIGGER thread_search_erased AFTER DELETE ON entries FOR EACH ROW EXECUTE FUNCTION thread_search_entry()",
    "CREATE TRIGGER thread_search_moved AFTER UPDATE OF state, lesson_id, asker_id ON questions FOR EACH ROW WHEN"
    f" ({_MOVED.format(distinct='DISTINCT FROM')}) EXECUTE FUNCTION thread_search_question()",
)
_PG_DROP = (
    "DROP TRIGGER IF EXISTS thread_search_moved ON questions",
    *(f"DROP TRIGGER IF EXISTS thread_search_{name} ON entries" for name in ("said", "changed", "erased")),
    "DROP FUNCTION IF EXISTS thread_search_entry()",
    "DROP FUNCTION IF EXISTS thread_search_question()",
    "DROP FUNCTION IF EXISTS thread_search_index(integer)",
    "DROP TABLE IF EXISTS thread_search_words",
    "DROP TABLE IF EXISTS thread_search",
)


def create(connection: Connection) -> None:
    """Makes the index, with everything that was said before in it."""
    if connection.dialect.name == "postgresql":
        for statement in POSTGRES:
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("SELECT count(thread_search_index(id)) FROM questions")
        return
    for statement in SQLITE:
        connection.exec_driver_sql(statement)
    guard(connection)
    connection.exec_driver_sql(_write("q.id = q.id"))


def guard(connection: Connection) -> None:
    """Puts the triggers in place where they are missing: a migration that rebuilds a table on SQLite loses them."""
    if connection.dialect.name != "sqlite":
        return
    exists = connection.execute(text("SELECT 1 FROM sqlite_master WHERE name = 'thread_search'")).first()
    if exists is not None:
        for name, what in SQLITE_TRIGGERS.items():
            connection.exec_driver_sql(f"CREATE TRIGGER IF NOT EXISTS {name} {what}")


def drop(connection: Connection) -> None:
    """Takes the index away."""
    if connection.dialect.name == "postgresql":
        for statement in _PG_DROP:
            connection.exec_driver_sql(statement)
        return
    for name in SQLITE_TRIGGERS:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
    connection.exec_driver_sql("DROP TABLE IF EXISTS thread_search_words")
    connection.exec_driver_sql("DROP TABLE IF EXISTS thread_search")


def is_index(name: str | None) -> bool:
    """Whether a table, or what belongs to one, is the index's own."""
    return name is not None and (name.startswith(PREFIX) or name.startswith(f"ix_{PREFIX}"))
