// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// Times and places that tests scale. The defaults are what users get.
struct SupervisorOptions
{
    QString guardProgram;   // absolute path of skills-tray-guard
    QString builtinProgram; // absolute path where skills-backend is expected
    QString howToAgree;     // to a download, where no window asks; one clause
    int pollWhileStartingMs = 500;
    int pollWhileLoadingMs = 1000;
    int pollWhenReadyMs = 5000;
    int pollDeadlineMs = 2500;
    int unresponsiveAfterMs = 10'000; // and three bad polls
    int silenceLookMs = 5000;         // what a silent one is at
    int abortMs = 2000;               // how long one that hangs has to write down where, after SIGABRT
    int portLookMs = 5000;
    int stallMs = 300'000;
    int progressEventMs = 10'000;
    int counterResetMs = 60'000;
    int restartWindowMs = 3'600'000; // more than ten restarts within it: gives up
    int portWarMs = 300'000;         // killed and its port taken twice within it: gives up
    double backoffScale = 1.0;       // multiplies 1, 2, 4, ... s
};
