# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
# How all our own code is compiled. A target takes it by linking house_options PRIVATE.
include(CheckPIESupported)
check_pie_supported()

set(SKILLS_SANITIZE "" CACHE STRING "Build everything with sanitizers: address (and UndefinedBehaviorSanitizer) or thread")
set_property(CACHE SKILLS_SANITIZE PROPERTY STRINGS "" address thread)

add_library(house_options INTERFACE)
target_compile_options(house_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor)
target_compile_definitions(house_options INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_CAST_FROM_BYTEARRAY
    QT_NO_FOREACH QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_DISABLE_DEPRECATED_BEFORE=0x060400 QT_WARN_DEPRECATED_UP_TO=0x070000)
target_include_directories(house_options INTERFACE ${PROJECT_SOURCE_DIR})
# In a header of its own, so that another version builds few files anew.
configure_file(cmake/skills_tray_version.h.in ${CMAKE_BINARY_DIR}/include/skills_tray_version.h @ONLY)
target_include_directories(house_options INTERFACE ${CMAKE_BINARY_DIR}/include)
include(cmake/hardening.cmake)

# For every target, also the ones that Qt's tools add: mixing would miss errors.
# Line numbers are all that a report needs; full debug information would take a third of the build's time.
if(SKILLS_SANITIZE STREQUAL "address")
    add_compile_options(-fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined -g1)
    add_link_options(-fsanitize=address,undefined)
elseif(SKILLS_SANITIZE STREQUAL "thread")
    add_compile_options(-fsanitize=thread -fno-omit-frame-pointer -g1)
    add_link_options(-fsanitize=thread)
    # Programs with threads link it, as $<TARGET_NAME_IF_EXISTS:tsan_events>.
    add_library(tsan_events OBJECT cmake/tsan_events.cpp)
    target_link_libraries(tsan_events PRIVATE Qt6::Core house_options)
elseif(SKILLS_SANITIZE)
    message(FATAL_ERROR "SKILLS_SANITIZE is \"address\", \"thread\" or empty, not \"${SKILLS_SANITIZE}\"")
endif()

# Programs run from the build tree as they do once installed: bin/ beside libexec/skills-tray/.
set(SKILLS_BIN_DIR ${CMAKE_BINARY_DIR}/bin)
set(SKILLS_LIBEXEC_DIR ${CMAKE_BINARY_DIR}/libexec/skills-tray)

# Optimised like most distributions' packages; the last third of -O3 is compile time.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

# Programs and tests are position independent as libraries are: with -fPIC, which Qt 6.4 adds to them and Qt 6.8 does
# not, so that one precompiled header serves all.
set(CMAKE_CXX_COMPILE_OPTIONS_PIE ${CMAKE_CXX_COMPILE_OPTIONS_PIC})

option(SKILLS_PRECOMPILE "Parse Qt's headers once; without it every file must include what it uses" OFF)

# house_precompile(NAME): parses Qt's headers once, for all that are compiled with the same flags as NAME.
# Their definitions must be those that all have in common, so it knows QtCore and nothing else.
function(house_precompile name)
    add_library(${name} OBJECT ${PROJECT_SOURCE_DIR}/cmake/qt_headers.cpp)
    target_link_libraries(${name} PRIVATE Qt6::Core house_options)
    target_precompile_headers(${name} PRIVATE <QtCore/QtCore>)
endfunction()

# house_headers(TARGET): TARGET, which uses Qt, starts from the headers that were parsed once.
function(house_headers target)
    if(SKILLS_PRECOMPILE)
        target_precompile_headers(${target} REUSE_FROM qt_headers)
    endif()
endfunction()
if(SKILLS_PRECOMPILE)
    house_precompile(qt_headers)
endif()
