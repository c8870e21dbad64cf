"""The screens of one lesson: its page, its chapters, its video, "I'm stuck here"."""

from bot.callbacks.lessons import OpenLesson, ShowChapters, StuckAt
from bot.notifications.content import Button, Screen, button, rows
from bot.notifications.lessons import (
    LessonPage,
    chapter_lines,
    done_button,
    instrument_name,
    low_data_button,
    next_button,
    series_button,
    size,
    stuck_button,
    watch_button,
)
from bot.policies.moments import format_moment
from bot.services.lessons import Stuck, Watching
from bot.texts import Text, t
from handlers import screens
from handlers.lesson_screens import instrument_button
from models.lessons import Lesson

NOWHERE = -1
_MANY_CHAPTERS = 8


def lesson_page(page: LessonPage) -> Screen:
    """A lesson's page: all that there is to know before anything heavy is sent."""
    lesson = page.lesson
    watch = (watch_button(lesson), low_data_button(lesson))
    done, following = done_button(page), next_button(page)
    look = rows(
        button("button-chapters", ShowChapters(lesson.id)) if lesson.chapters else None, stuck_button(page), width=2
    )
    if page.done:
        forward = rows(following or instrument_button(lesson), done, width=2)
        order = (*forward, *rows(*watch, width=2), *look)
    elif page.watched:
        order = (*rows(done), *rows(*watch, width=2), *look, *rows(following))
    else:
        order = (*rows(*watch, width=2), *look, *rows(done), *rows(following))
    end = rows(series_button(lesson), screens.home_button(), width=2)
    return Screen(t("joined-lines", lines=_about(page)), (*order, *end, *screens.with_help()))


def _about(page: LessonPage) -> list[Text]:
    lesson = page.lesson
    parts = [
        t("lesson-title", title=lesson.title),
        t(
            "lesson-place",
            series=lesson.series_title,
            instrument=instrument_name(lesson.instrument),
            level=t(f"level-{lesson.level}"),
        ),
        t("lesson-summary", summary=lesson.summary),
    ]
    if lesson.teaches:
        taught = [t("lesson-teaches-line", words=words) for words in lesson.teaches]
        parts.append(t("lesson-teaches", lines=taught))
    heavy = t("lesson-size", size=size(lesson.video_bytes)) if lesson.video_bytes else t("lessons-plain")
    parts.append(t("lesson-video", length=format_moment(lesson.length_seconds), size=heavy))
    if lesson.video_url:
        parts.append(t("lesson-video-outside"))
    if low_data_button(lesson) is not None:
        light = lesson.low_data_bytes
        parts.append(t("lesson-low-data", size=size(light)) if light else t("lesson-low-data-unsized"))
    parts.append(t("lesson-captions-yes" if lesson.captions else "lesson-captions-no"))
    if page.learner:
        parts.append(_progress(page))
        if page.done and page.following is None:
            parts.append(t("lesson-last-of-series", series=lesson.series_title))
    return parts


def _progress(page: LessonPage) -> Text:
    state = "done" if page.done else "watched" if page.watched else "new"
    series = t("lessons-done-of", done=page.done_in_series, total=page.lessons_in_series)
    return t("lesson-progress", state=t(f"lesson-is-{state}"), series=series)


def coming(watching: Watching) -> Screen:
    """The video is on its way; or, where it is a link, here it is."""
    lesson, heavy = watching.lesson, watching.size_bytes
    known = t("video-size", size=size(heavy)) if heavy else t("lessons-plain")
    back = button("button-lesson-back", OpenLesson(lesson.id))
    if watching.url is None:
        return Screen(t("video-coming", title=lesson.title, size=known), screens.with_help(back))
    link = Button(t("button-open-video"), url=watching.url)
    return Screen(t("video-link", title=lesson.title, size=known), screens.with_help(link, back))


def chapters(page: LessonPage) -> Screen:
    """The chapters with their times."""
    lesson = page.lesson
    key = "lesson-chapters" if lesson.chapters else "lesson-no-chapters"
    words = t(key, title=lesson.title, lines=chapter_lines(lesson), length=format_moment(lesson.length_seconds))
    back = button("button-lesson-back", OpenLesson(lesson.id))
    return Screen(words, screens.with_help(watch_button(lesson), stuck_button(page), back))


# --- I'm stuck here ---


def where(lesson: Lesson, before: Text | None = None) -> Screen:
    """Where are you stuck? A button for each chapter; a time can be typed as well."""
    example = format_moment(134 if lesson.length_seconds > 134 else lesson.length_seconds // 2)
    key = "stuck-where" if lesson.chapters else "stuck-where-no-chapters"
    words = t(key, title=lesson.title, example=example)
    parts = [
        button(
            "button-chapter",
            StuckAt(lesson.id, chapter["at_seconds"]),
            at=format_moment(chapter["at_seconds"]),
            title=chapter["title"],
        )
        for chapter in lesson.chapters
    ]
    return Screen(
        screens.lines([before, words]) if before else words,
        (
            *rows(*parts, width=2 if len(parts) > _MANY_CHAPTERS else 1),
            *rows(button("button-nowhere", StuckAt(lesson.id, NOWHERE))),
            *screens.with_help(button("button-lesson-back", OpenLesson(lesson.id))),
        ),
    )


def what(stuck: Stuck) -> Screen:
    """The moment is known: what is hard there?"""
    lesson = stuck.lesson
    back = button("button-lesson-back", OpenLesson(lesson.id))
    if stuck.seconds is None:
        return Screen(t("stuck-what-anywhere", title=lesson.title), screens.with_help(back))
    moment = format_moment(stuck.seconds)
    chapter = next((one["title"] for one in lesson.chapters if one["at_seconds"] == stuck.seconds), None)
    place = (
        t("stuck-place-chapter", title=lesson.title, moment=moment, chapter=chapter)
        if chapter
        else t("stuck-place", title=lesson.title, moment=moment)
    )
    return Screen(t("stuck-what", place=place), screens.with_help(back))
