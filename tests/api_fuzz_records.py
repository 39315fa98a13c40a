"""Records of a demonstration that one caller can reach, as parameters for the calls of a fuzzer.

    api_fuzz_records.py URL TOKEN

Without them nearly every made-up id is of nothing, and the calls end at "not found".
"""

import json
import sys
import urllib.error
import urllib.request

BASE, TOKEN = sys.argv[1] + "/api/v1", sys.argv[2]


def read(path):
    """What is at the path; nothing if the caller may not see it."""
    request = urllib.request.Request(BASE + path)
    if TOKEN:
        request.add_header("Authorization", "Bearer " + TOKEN)
    try:
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)
    except urllib.error.HTTPError:
        return {}


def applications(line):
    return read(f"/staff/rounds/{line['id']}/applications").get("applications", [])


found = {}
public = read("/rounds").get("rounds", [])
if public:
    found["reference"] = public[0]["reference"]
own = read("/applications").get("applications", [])
if own:
    found["application"] = own[0]["id"]
    found["section"] = read(f"/applications/{own[0]['id']}")["sections"][0]["id"]
groups = read("/organisations").get("organisations", [])
if groups:
    found["organisation"] = groups[0]["id"]
rounds = read("/staff/rounds").get("rounds", [])
if rounds:
    # The round with the most applications has the most to get wrong.
    fullest = max(rounds, key=lambda line: len(applications(line)))
    found["round"] = fullest["id"]
    listed = applications(fullest)
    if listed:
        found["application"] = listed[0]["id"]
    interests = read(f"/staff/rounds/{fullest['id']}/register").get("interests", [])
    if interests:
        found["declaration"] = interests[0]["declaration"]
    pool = read(f"/staff/rounds/{fullest['id']}/assessors").get("assessors", [])
    if pool:
        found["person"] = pool[0]["person"]
sheets = read("/staff/assessments").get("assessments", [])
if sheets:
    found["assessment"] = sheets[0]["id"]
people = read("/staff/people").get("people", [])
if people:
    # The last by name, and not the caller: nobody ends their own roles.
    me = read("/account").get("person")
    others = [one["person"] for one in people if one["person"] != me]
    found["person"] = others[-1]

print("[parameters]")
for name, value in sorted(found.items()):
    print(f'"path.{name}" = "{value}"')
