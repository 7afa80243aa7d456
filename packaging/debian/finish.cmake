# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
# Run by CPack on the files that it is about to pack: what Debian wants besides `cmake --install`.
set(root ${CPACK_TEMPORARY_DIRECTORY})
set(doc ${root}/usr/share/doc/skills-tray)
set(debian ${CPACK_SKILLS_PACKAGING}/debian)
set(public OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)

# Smallest, and without a time: the same sources give the same package.
function(compress file)
    execute_process(COMMAND gzip -9 -n -f ${file} COMMAND_ERROR_IS_FATAL ANY)
    file(CHMOD ${file}.gz PERMISSIONS ${public})
endfunction()

if(NOT IS_DIRECTORY ${root}/usr/bin)
    message(FATAL_ERROR "Cannot finish the package: there is no ${root}/usr/bin")
endif()
file(MAKE_DIRECTORY ${doc})
configure_file(${debian}/copyright ${doc}/copyright COPYONLY)
configure_file(${CPACK_SKILLS_PACKAGING}/../CHANGELOG.md ${doc}/changelog COPYONLY)

# The day of the newest change, which is that of the package.
set(seconds "$ENV{SOURCE_DATE_EPOCH}")
if(NOT seconds)
    execute_process(COMMAND git -C ${CPACK_SKILLS_PACKAGING} log -1 --format=%ct OUTPUT_VARIABLE seconds
        OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
endif()
if(NOT seconds)
    string(TIMESTAMP seconds "%s" UTC)
endif()
execute_process(COMMAND date --utc --rfc-email --date=@${seconds} OUTPUT_VARIABLE DATE
    OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
set(VERSION ${CPACK_PACKAGE_VERSION})
configure_file(${debian}/changelog ${doc}/changelog.Debian @ONLY)
compress(${doc}/changelog)
compress(${doc}/changelog.Debian)
file(GLOB pages ${root}/usr/share/man/man1/*.1)
foreach(page ${pages})
    compress(${page})
endforeach()

file(MAKE_DIRECTORY ${root}/usr/share/lintian/overrides)
set(overrides ${root}/usr/share/lintian/overrides/skills-tray)
configure_file(${debian}/lintian-overrides ${overrides} COPYONLY)
cmake_host_system_information(RESULT release QUERY DISTRIB_VERSION_ID)
# Debian's sid has no number.
if(NOT release OR release VERSION_GREATER_EQUAL 13)
    file(READ ${debian}/lintian-overrides-13 more)
    file(APPEND ${overrides} "${more}")
endif()
# Where Debian's zsh looks for what packages bring.
if(IS_DIRECTORY ${root}/usr/share/zsh/site-functions)
    file(RENAME ${root}/usr/share/zsh/site-functions ${root}/usr/share/zsh/vendor-completions)
endif()
file(GLOB_RECURSE files LIST_DIRECTORIES true ${root}/usr/share/*)
foreach(file ${files})
    if(IS_DIRECTORY ${file})
        file(CHMOD ${file} PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
    else()
        file(CHMOD ${file} PERMISSIONS ${public})
    endif()
endforeach()
