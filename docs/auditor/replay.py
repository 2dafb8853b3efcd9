"""Chọn lại mẫu từ danh sách N và biên bản, không dùng chương trình khảo sát (xem README.vi.md).

python3 replay.py SO_Y_TE.json SO_Y_TE.csv
"""

import csv
import hashlib
import json
import random
import sys
import unicodedata
from fractions import Fraction
from math import ceil

ALPHABET = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng; không dấu đứng trước


def word_place(word):
    """Letters first, the tone afterwards; a letter that is not Vietnamese comes after z."""
    letters, tone = [], 0
    for sign in unicodedata.normalize("NFD", word.lower()):
        if sign in TONES:
            tone = 1 + TONES.index(sign)
        elif unicodedata.combining(sign) and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + sign)
        else:
            letters.append(sign)
    return [ALPHABET.find(one) if one in ALPHABET else 100 + ord(one[0]) for one in letters], tone


def name_place(name):
    """Given name, then family and middle names; what is no letter or digit only separates."""
    words = "".join(sign if sign.isalnum() or unicodedata.combining(sign) else " " for sign in name).split()
    return [word_place(word) for word in words[-1:] + words[:-1]]


def take(people, count, draw, stratum):
    """Every (N/n)-th person, from serial 01 or from the start that the seed gives."""
    size = len(people)
    if count >= size or count <= 0:
        return people[: max(count, 0)]
    seeded = random.Random(f"{draw['seed']}/{stratum}").randrange(size)
    shift = min((draw["start"] - 1) * count, size - 1) if draw["seed"] is None else seeded
    if draw["interval"] == "floor":
        step = size // count
        return [people[min(shift // count, step - 1) + step * at] for at in range(count)]
    return [people[(shift + size * at) // count] for at in range(count)]


def samples(record, rows):
    """Of each service: seal of its list, official sample, reserve; as (serial, line, person, service)."""
    draw, first, lines, asked, made = record["rules"]["draw"], {}, [], set(), {}
    for line, row in enumerate(rows, 1):
        person = row["Số điện thoại"] or (row["Họ và tên"], row["Năm sinh"])
        lines.append((row["Mã lĩnh vực"], line, first.setdefault(person, line), row["Họ và tên"]))
    n = {service["service"]: service["n"] for service in record["services"]}
    for code, _, is_list in record["rules"]["services"]:
        people = [one for one in lines if one[0] == code]
        people.sort(key=lambda one: is_list or name_place(one[3]))
        seal = hashlib.sha256("".join(f"{one[1]}\t{one[2]}\t{one[3]}\n" for one in people).encode())
        people = [one for one in people if not record["is_census"] or one[2] not in asked]
        people = [(serial, line, person, code) for serial, (_, line, person, _) in enumerate(people, 1)]
        stratum, want = f"{record['unit']}/{code}", ceil(n[code] * Fraction(draw["reserve_share"]))
        official = people[: n[code]] if is_list else take(people, n[code], draw, f"{stratum}/selected")
        left = sorted(set(people) - set(official))
        want = len(left) * (draw["list_reserve"] == "rest") if is_list else want
        reserve = [] if record["is_census"] else take(left, want, draw, f"{stratum}/reserve")
        asked |= {one[2] for one in official + reserve}
        left = [] if is_list or not n[code] else sorted(set(left) - set(reserve))
        made[code] = [seal.hexdigest(), official, reserve, left, 0 if is_list else want]
    if draw["borrows_reserve"] and not record["is_census"]:
        for code, (_, _, reserve, _, want) in made.items():
            for lender in sorted(made, key=lambda one: -len(made[one][3])):
                free = [one for one in made[lender][3] if one[2] not in asked and lender != code]
                lent = take(free, want - len(reserve), draw, f"{record['unit']}/{code}/borrowed/{lender}")
                reserve.extend(lent)
                asked |= {one[2] for one in lent}
                made[lender][3] = sorted(set(made[lender][3]) - set(lent))
    return {code: part[:3] for code, part in made.items()}


def check(record, rows):
    """Yield whether a service is as recorded, and a text that says so with all serials."""
    for code, (seal, official, reserve) in samples(record, rows).items():
        one = next(one for one in record["services"] if one["service"] == code)
        lent = [[*person[:2], *[person[3]] * (person[3] != code)] for person in reserve]
        is_same = [list(person[:2]) for person in official] == one["selected"] and lent == one["reserve"]
        is_sealed = seal == one["frame"]["sha256"]
        serials = [", ".join(str(person[0]) for person in part) for part in (official, reserve)]
        text = f"{'OK ' if is_same else 'SAI'} {code}: N = {one['N']}, n = {one['n']}, niêm phong "
        text += f"{'đúng' if is_sealed else 'KHÁC'}\n  chính thức: {serials[0]}\n  dự phòng: {serials[1]}"
        yield is_same and is_sealed, text


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as file, open(sys.argv[2], encoding="utf-8-sig", newline="") as table:
        found = list(check(json.load(file), list(csv.DictReader(table))))
    print(*(text for _, text in found), sep="\n")
    sys.exit(not all(is_same for is_same, _ in found))
