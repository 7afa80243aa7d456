#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""Asks the original's own search engine, for search_report.

    FOLDER/venv/bin/python original_search.py MODEL_FOLDER < QUERIES

QUERIES: one JSON object {"skills": [[name, description], …], "questions": […]}. Prints one line of JSON for each
question: the names of all skills, best first.
"""
import json
import sys

from claude_skills_mcp_backend.search_engine import SkillSearchEngine
from claude_skills_mcp_backend.skill_loader import Skill


def main():
    asked = json.load(sys.stdin)
    engine = SkillSearchEngine(sys.argv[1])
    engine.index_skills([Skill(name, description, "", "") for name, description in asked["skills"]])
    for question in asked["questions"]:
        print(json.dumps([found["name"] for found in engine.search(question, len(asked["skills"]))]))


if __name__ == "__main__":
    main()
