# Precompiled headers more than halve a cold build on two cores. They hide a forgotten #include, so the release
# preset builds without them.
option(DIVAN_PRECOMPILED "Use precompiled headers" ON)

if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    set(divan_pch_flags -Xclang -fno-pch-timestamp)  # or ccache never finds an object again
else()
    set(divan_pch_flags -fpch-preprocess -Winvalid-pch)
endif()
# g++ takes a precompiled header only where the same macros are defined as where it was made.
foreach(library fmt::fmt Boost::json)
    target_compile_definitions(divan_flags INTERFACE $<TARGET_PROPERTY:${library},INTERFACE_COMPILE_DEFINITIONS>)
endforeach()

# divan_precompile(<target> <set>): <set> is a header of cmake/precompiled/, compiled once for all its targets.
function(divan_precompile target set)
    if(NOT DIVAN_PRECOMPILED)
        return()
    endif()
    target_compile_options(${target} PRIVATE ${divan_pch_flags})
    target_precompile_headers(${target} REUSE_FROM divan_pch_${set})
endfunction()

# Asio's parts live in divan::net, so only what is linked with it may see Asio's headers; libdivan.so hides them.
function(divan_uses_asio result)
    set(${result} OFF PARENT_SCOPE)
    foreach(library IN LISTS ARGN)
        string(REPLACE "divan::" "" layer ${library})
        if(NOT layer MATCHES "^(base|json|workflow|protocol|capi)$" AND (layer IN_LIST DIVAN_LAYERS OR layer STREQUAL "divan_app"))
            set(${result} ON PARENT_SCOPE)
        endif()
    endforeach()
endfunction()

# divan_precompiled_set(<set> <LIBRARY|PROGRAM> <what it includes>): called once for each. A program's objects are
# position independent in another way than a library's, which g++ takes for another header.
function(divan_precompiled_set set kind)
    if(NOT DIVAN_PRECOMPILED)
        return()
    endif()
    set(source ${PROJECT_BINARY_DIR}/precompiled_${set}.cpp)
    file(CONFIGURE OUTPUT ${source} CONTENT "")
    add_library(divan_pch_${set} OBJECT EXCLUDE_FROM_ALL ${source})
    if(kind STREQUAL "PROGRAM")
        set_target_properties(divan_pch_${set} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
        target_compile_options(divan_pch_${set} PRIVATE -fPIE)
    endif()
    target_link_libraries(divan_pch_${set} PRIVATE divan_flags ${ARGN})
    target_compile_options(divan_pch_${set} PRIVATE ${divan_pch_flags})
    target_precompile_headers(divan_pch_${set} PRIVATE ${PROJECT_SOURCE_DIR}/cmake/precompiled/${set}.hpp)
endfunction()

divan_precompiled_set(plain LIBRARY Boost::headers fmt::fmt)
divan_precompiled_set(asio LIBRARY Boost::headers fmt::fmt)
divan_precompiled_set(cli LIBRARY Boost::headers fmt::fmt CLI11::CLI11)
if(DIVAN_TESTS)
    find_package(GTest REQUIRED)
    divan_precompiled_set(test PROGRAM Boost::headers fmt::fmt GTest::gmock rapidcheck)
    divan_precompiled_set(asio_test PROGRAM Boost::headers fmt::fmt GTest::gmock rapidcheck)
endif()
