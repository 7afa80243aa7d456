# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT

# The programs are optimised; the tests that drive them need not be. Headers that were parsed for -O2 do not serve -O1:
# GCC 13 and newer say so and parse them again.
set(test_headers qt_headers)
set(test_flags "")
if(CMAKE_BUILD_TYPE STREQUAL Release)
    set(test_flags -O1)
    if(SKILLS_PRECOMPILE)
        set(test_headers qt_headers_of_tests)
        house_precompile(${test_headers})
        target_compile_options(${test_headers} PRIVATE ${test_flags})
    endif()
endif()

# What the catalogue in faults.md names: these have the label faults, so that it can be run by itself.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/faults.md)
file(READ faults.md fault_list)
string(REGEX REPLACE "^.*\n## Catalogue\n|\n## .*$" "" fault_list "${fault_list}")
string(REGEX MATCHALL "te?st_[a-z0-9_]+: " fault_tests "${fault_list}")
list(TRANSFORM fault_tests REPLACE ": $" "")
list(REMOVE_DUPLICATES fault_tests)

# label_faults(TEST PROGRAM): gives TEST the label if the catalogue names PROGRAM, the stem of a test's source.
function(label_faults test program)
    if(program IN_LIST fault_tests)
        set_property(TEST ${test} APPEND PROPERTY LABELS faults)
    endif()
endfunction()

# skills_test(NAME LIBS library... [SOURCES file...] [TIMEOUT seconds] [LABEL label] [SERIAL] [HOLDS_THREADS])
# Builds tests/ROOM/NAME.cpp (and SOURCES) into a Qt Test program and registers it under that name.
# LABEL quality: it says how good answers are, of which a sanitizer knows nothing, and computes a lot for that.
# SERIAL: it measures time, and wants the machine for itself.
# HOLDS_THREADS: threads of what it drives hang in the kernel or in a tracer, where the search for leaks at their end, which
# stops all threads, waits for them or gives up.
function(skills_test name)
    cmake_parse_arguments(T "SERIAL;HOLDS_THREADS" "TIMEOUT;LABEL" "LIBS;SOURCES" ${ARGN})
    add_executable(${name} ${name}.cpp ${T_SOURCES})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    target_link_libraries(${name} PRIVATE ${T_LIBS} test_support Qt6::Test house_options
        $<TARGET_NAME_IF_EXISTS:tsan_events>)
    if(SKILLS_PRECOMPILE)
        target_precompile_headers(${name} REUSE_FROM ${test_headers})
    endif()
    target_compile_options(${name} PRIVATE ${test_flags})
    add_dependencies(${name} skills-tray-guard fake_backend)
    target_compile_definitions(${name} PRIVATE
        SKILLS_GUARD="$<TARGET_FILE:skills-tray-guard>"
        SKILLS_FAKE_BACKEND="$<TARGET_FILE:fake_backend>"
        SKILLS_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    add_test(NAME ${name} COMMAND ${name})
    if(T_TIMEOUT)
        # Those that may take long begin first, so that none is left to run alone at the end.
        set_tests_properties(${name} PROPERTIES COST ${T_TIMEOUT})
    else()
        set(T_TIMEOUT 120)
    endif()
    if(CMAKE_CROSSCOMPILING)
        # Emulation is many times slower than the processor it stands for.
        math(EXPR T_TIMEOUT "10 * ${T_TIMEOUT}")
    endif()
    set(environment "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8")
    if(NOT T_SERIAL)
        list(APPEND environment "SKILLS_TEST_SHARES=1") # the machine with others, which the load does not show at once
    endif()
    if(CMAKE_CROSSCOMPILING)
        # Milliseconds; its own would be five minutes.
        list(APPEND environment "QTEST_FUNCTION_TIMEOUT=3000000" "SKILLS_TEST_ROOM=20")
    endif()
    if(SKILLS_SANITIZE STREQUAL "thread")
        # Memory that Qt and others, which are not instrumented, take and give back says nothing about us; QProcess forks
        # in a way that the sanitizer takes for our own.
        list(APPEND environment "TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/tsan.supp:halt_on_error=1:ignore_noninstrumented_modules=1:die_after_fork=0:atexit_sleep_ms=0")
    endif()
    if(T_HOLDS_THREADS AND SKILLS_SANITIZE STREQUAL "address")
        list(APPEND environment "ASAN_OPTIONS=detect_leaks=0")
    endif()
    # What it drives: it must be there, and .ci/run --quick knows by it when a test has to be run again.
    set(drives $<TARGET_FILE:skills-tray-guard> $<TARGET_FILE:fake_backend>)
    foreach(library ${T_LIBS})
        if(library STREQUAL "tray_run")
            list(APPEND drives $<TARGET_FILE:skills-tray> $<TARGET_FILE:skills-backend>)
        elseif(library STREQUAL "server_support")
            list(APPEND drives $<TARGET_FILE:skills-backend>)
        endif()
    endforeach()
    set_tests_properties(${name} PROPERTIES TIMEOUT ${T_TIMEOUT} ENVIRONMENT "${environment}" REQUIRED_FILES "${drives}")
    if(T_LABEL)
        set_tests_properties(${name} PROPERTIES LABELS ${T_LABEL})
    endif()
    label_faults(${name} ${name})
    if(T_SERIAL)
        set_tests_properties(${name} PROPERTIES RUN_SERIAL ON)
    endif()
endfunction()
