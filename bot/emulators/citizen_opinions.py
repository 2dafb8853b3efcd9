"""What simulated citizens think: answers drawn after the published figures of Sơn La 2024.

Process answers follow the shares of the report (domain.md §1.5, G4 to G17), wishes G23 and G24,
satisfaction a tendency per unit between 84 and 99 % (G18, G19, G25), lower for the handling of
feedback (G20). A citizen recognises a question by its words, as people do; a question nobody
foresaw gets any of its answers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from bot.emulators.citizen_reading import Option, Reading, folded

LOWEST_TENDENCY = 0.84
HIGHEST_TENDENCY = 0.99

_UNFORESEEN_WEIGHT = 2.0
_FEEDBACK = re.compile(r"gop y|phan anh|kien nghi")
_YES = re.compile(r"(co|da|duoc|dung|phai|dong y|yes)\b")
_ALONE = re.compile(r"khong (co|nghe)\b")  # "none of these" goes with nothing else
_NO = re.compile(r"(khong|chua|no)\b")


@dataclass(frozen=True, slots=True)
class Topic:
    """A question known by its words, with the weight of each answer known by its words.

    `ticks` are the weights of choosing one, two or three where several may be chosen.
    """

    question: re.Pattern[str]
    answers: tuple[tuple[re.Pattern[str], float], ...]
    ticks: tuple[float, float, float] = (0.8, 0.15, 0.05)


def _topic(
    question: str, *answers: tuple[str, float], ticks: tuple[float, float, float] = (0.8, 0.15, 0.05)
) -> Topic:
    weighted = tuple((re.compile(label), weight) for label, weight in answers)
    return Topic(re.compile(question), weighted, ticks)


def _yes(share: float) -> tuple[tuple[str, float], tuple[str, float]]:
    return ((r"(co|da|duoc)\b", share), (r"(khong|chua)\b", 100 - share))


# The first topic that fits is taken, so the narrower stand first. Patterns meet folded text.
TOPICS: tuple[Topic, ...] = (
    _topic(r"du 18 tuoi", (r"phai|da du", 99.5), (r"chua", 0.5)),
    _topic(r"da co ai tra loi phieu", (r"chua ai", 99.5), (r"da co nguoi", 0.5)),
    _topic(r"dung ten, ky giay to", (r"^duoc", 99.5), (r"giam ho", 0.5)),
    _topic(r"tu doc", (r"toi tu doc", 92.0), (r"co nguoi", 7.0), (r"khong doc", 1.0)),
    _topic(r"gay kho|phien ha|nhung nhieu|sach nhieu", *_yes(1.39)),
    _topic(r"them tien|ngoai phi|boi duong|tien ngoai", *_yes(0.48)),
    _topic(r"xin loi.*(tre|muon)|nhan duoc loi xin loi", *_yes(51.61)),
    _topic(r"(biet|bao) truoc.*(tre|muon|cham)", *_yes(50.0)),
    _topic(
        r"(giay|phieu) hen",
        (r"quay lai|hen lai|\bdu\b", 0.38),
        (r"mieng|bang loi", 4.35),
        (r"ngay|tai cho|luon", 26.78),
        (r"co\b|duoc|nhan", 68.48),
    ),
    _topic(
        r"\b(som|dung|tre)\b.*\bhen\b",
        (r"som|truoc", 5.54),
        (r"tre|muon|qua han", 1.24),
        (r"dung|kip", 93.23),
    ),
    _topic(
        r"dang nhap.*\blan\b",
        (r"^(1|mot)\b", 51.55),
        (r"^(2|hai)\b", 41.05),
        (r"^(3|ba)\b", 4.77),
        (r"4|bon", 1.67),
    ),
    _topic(
        r"(may|bao nhieu|so) (lan|luot)|di lai",
        (r"^(1|mot)\b", 42.04),
        (r"^(2|hai)\b", 51.32),
        (r"^(3|ba)\b", 4.83),
        (r"4|bon", 1.34),
    ),
    _topic(
        r"biet.*(quy dinh|giay to)|(quy dinh|giay to).*(tim|tu dau|nho dau)",
        (r"quoc gia", 8.58),
        (r"cong\b.*tinh|trang|\bweb", 16.23),
        (r"van ban", 8.0),
        (r"niem yet|bang|treo", 25.66),
        (r"cong chuc|can bo", 49.31),
        (r"khac", 0.3),
    ),
    _topic(
        r"nho dau.*biet.*tren mang",
        (r"mot cua|trung tam|can bo", 46.36),
        (r"internet", 36.59),
        (r"bao|dai|tivi", 9.77),
        (r"khac", 7.28),
    ),
    _topic(
        r"nho dau.*biet|biet.*nho dau",
        (r"chinh quyen|xa\b", 49.43),
        (r"nguoi than|ban be|hang xom", 16.75),
        (r"bao|dai|tivi", 9.22),
        (r"internet", 16.31),
        (r"khac", 8.29),
    ),
    _topic(
        r"(nop|nhan|gui).*(o dau|noi nao|tai dau|qua dau)",
        (r"cong tren mang|^cong dich vu cong$", 9.94),
        (r"quoc gia", 6.44),
        (r"^cong\b.*tinh", 51.26),
        (r"trang|\bweb", 7.0),
        (r"trung tam.*(xa|mot cua|huyen)", 38.0),
        (r"trung tam|^tt\b", 13.38),
        (r"xa\b|phuong|thi tran", 44.54),
        (r"huyen|thanh pho", 27.08),
        (r"\bso\b", 3.33),
        (r"khac", 1.73),
    ),
    _topic(
        r"mong.*(cai thien|cai tien)|uu tien|nguyen vong",
        (r"don gian", 20.15),
        (r"nhung nhieu|nghiem", 5.0),
        (r"thoi gian|nhanh hon", 9.68),
        (r"trinh do|nang luc|chuyen mon", 8.9),
        (r"gop y|phan anh|kien nghi", 5.0),
        (r"\bmang\b|truc tuyen", 12.92),
        (r"thong tin|cong khai", 16.39),
        (r"co so|trang thiet bi|cho ngoi", 9.81),
        (r"thai do", 8.0),
        (r"khac", 3.0),
        ticks=(0.25, 0.35, 0.4),
    ),
    _topic(r"quy co quan.*(phan anh|kien nghi)", *_yes(77.0)),
    _topic(r"gop y|phan anh|kien nghi", *_yes(8.0)),
    _topic(
        r"tu tra loi.*giup",
        (r"^(toi )?tu tra loi", 87.0),
        (r"nguoi nha|nguoi quen", 12.5),
        (r"can bo|dieu tra", 0.5),
    ),
    _topic(r"thu tuc cho ai", (r"ban than|gia dinh", 88.0), (r"co quan|to chuc", 12.0)),
    _topic(r"gioi tinh", (r"nam", 52.0), (r"nu\b", 48.0), (r"khac", 0.3)),
    _topic(r"dan toc", (r"thai", 54.0), (r"kinh", 17.0), (r"mong", 14.0), (r"muong", 8.0), (r"khac", 1.0)),
    _topic(
        r"tuoi",
        (r"duoi", 6.0),
        (r"tren", 7.0),
        (r"^(18|25|30)", 30.0),
        (r"^(35|40|45)", 37.0),
        (r"^(50|55)", 20.0),
    ),
    _topic(
        r"hoc van",
        (r"tren dai hoc", 3.0),
        (r"dai hoc", 22.0),
        (r"trung cap|cao dang", 18.0),
        (r"pho thong|thpt", 28.0),
        (r"co so|thcs", 20.0),
        (r"tieu hoc", 9.0),
    ),
    _topic(
        r"cong viec|nghe nghiep",
        (r"nong", 46.0),
        (r"cong chuc|vien chuc", 18.0),
        (r"cong nhan|lam thue", 13.0),
        (r"kinh doanh", 12.0),
        (r"nghi huu", 6.0),
    ),
)


def tendency(unit: str, seed: int) -> float:
    """The share of satisfied answers people of `unit` lean to; the same for the same seed."""
    spread = HIGHEST_TENDENCY - LOWEST_TENDENCY
    return HIGHEST_TENDENCY - spread * float(Random(f"{seed}|tendency|{unit}").random() ** 2.75)


def personal_leaning(random: Random, unit_tendency: float) -> float:
    """One person's own share of satisfied answers: people of a unit differ, their mean does not."""
    firmness = 6.0
    mean = min(max(unit_tendency, 0.01), 0.995)
    return random.betavariate(mean * firmness, (1 - mean) * firmness)


def choose(random: Random, reading: Reading, leaning: float) -> Option:
    """The answer this person gives to a question with one answer; `reading` has options."""
    levels = _satisfaction_levels(tuple(option.label for option in reading.options))
    if levels:
        level = _satisfaction(random, leaning - 0.12 if _FEEDBACK.search(reading.question) else leaning)
        if level in levels:
            return reading.options[levels.index(level)]
    return random.choices(reading.options, _fit(reading)[1])[0]


def choose_several(random: Random, reading: Reading) -> tuple[Option, ...]:
    """One to three answers of a question that takes several, in the order shown."""
    topic, shares = _fit(reading)
    wanted = random.choices([1, 2, 3], topic.ticks if topic is not None else [0.4, 0.4, 0.2])[0]
    left, weights = list(reading.options), list(shares)
    chosen: list[Option] = []
    for _ in range(min(wanted, len(left))):
        place = random.choices(range(len(left)), weights)[0]
        chosen.append(left.pop(place))
        weights.pop(place)
    with_others = [option for option in chosen if not _ALONE.match(folded(option.label))]
    return tuple(sorted(with_others or chosen[:1], key=lambda option: option.number))


def knows(reading: Reading) -> bool:
    """Whether this question has a published figure or a tendency behind it, not any answer at all."""
    labels = tuple(option.label for option in reading.options)
    return bool(_satisfaction_levels(labels)) or _topic_of(reading.question, labels)[0] is not None


def is_yes(label: str) -> bool:
    """Whether an answer agrees."""
    return _YES.match(folded(label)) is not None


def is_no(label: str) -> bool:
    """Whether an answer denies."""
    return _NO.match(folded(label)) is not None


def _satisfaction(random: Random, leaning: float) -> int:
    if random.random() < leaning:
        return 5 if random.random() < 0.42 else 4
    return random.choices([3, 2, 1], [0.62, 0.28, 0.10])[0]


@lru_cache(maxsize=256)
def _satisfaction_levels(labels: tuple[str, ...]) -> tuple[int, ...]:
    """The level, 1 to 5, each label names (0 for another answer); () unless it is such a scale."""
    levels = tuple(_level(folded(label)) for label in labels)
    return levels if len(set(levels) - {0}) >= 4 else ()


def _level(label: str) -> int:
    if "hai long" in label:
        if "khong" in label:
            return 1 if "rat" in label else 2
        return 5 if "rat" in label else 4
    if "dong y" in label:
        return (1 if "rat" in label else 2) if "khong" in label else (5 if "rat" in label else 4)
    return 3 if "binh thuong" in label else 0


def _fit(reading: Reading) -> tuple[Topic | None, tuple[float, ...]]:
    return _topic_of(reading.question, tuple(option.label for option in reading.options))


@lru_cache(maxsize=4096)
def _topic_of(question: str, labels: tuple[str, ...]) -> tuple[Topic | None, tuple[float, ...]]:
    """The first topic whose question and at least two answers fit, with the weight of each label."""
    words = [folded(label) for label in labels]
    for topic in TOPICS:
        if topic.question.search(question):
            known = [_weight(topic, label) for label in words]
            if sum(weight is not None for weight in known) >= 2:
                return topic, tuple(_UNFORESEEN_WEIGHT if weight is None else weight for weight in known)
    return None, (1.0,) * len(labels)


def _weight(topic: Topic, label: str) -> float | None:
    return next((weight for pattern, weight in topic.answers if pattern.search(label)), None)
