# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
# What makes a fault of memory end the program instead of serving whoever caused it: for optimised builds, since
# fortification needs optimisation and gets in the way of the sanitizers. tests/hardening reads it from the programs.
include(CheckCXXCompilerFlag)

# Position-independent programs whose tables of addresses are complete, and read-only, before main.
target_link_options(house_options INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack)

set(hardened "$<AND:$<CONFIG:Release,RelWithDebInfo>,$<NOT:$<BOOL:${SKILLS_SANITIZE}>>>")
target_compile_options(house_options INTERFACE
    $<${hardened}:-U_FORTIFY_SOURCE>
    $<${hardened}:-D_FORTIFY_SOURCE=3>)

# Compilers of another processor do not know all of them: x86 marks where calls may arrive (cf-protection), ARM signs
# return addresses as well (branch-protection).
foreach(flag -fstack-protector-strong -fstack-clash-protection -fcf-protection=full -mbranch-protection=standard)
    string(MAKE_C_IDENTIFIER "HAVE${flag}" have)
    check_cxx_compiler_flag(${flag} ${have})
    if(${have})
        target_compile_options(house_options INTERFACE $<${hardened}:${flag}>)
    endif()
endforeach()
