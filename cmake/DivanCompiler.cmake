# Language level, warnings and sanitizers: one place for every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(DIVAN_CCACHE ccache)
if(DIVAN_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${DIVAN_CCACHE})
endif()

add_library(divan_flags INTERFACE)
target_compile_options(divan_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-deprecated-declarations)
target_compile_definitions(divan_flags INTERFACE
    BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++ 12 warns inside its own headers and Boost's when it inlines (GCC PR 105562, 105329).
    target_compile_options(divan_flags INTERFACE -Wno-maybe-uninitialized -Wno-restrict -Wno-tsan
                           -Wno-array-bounds -Wno-stringop-overflow -Wno-mismatched-new-delete)
endif()
if(DIVAN_SANITIZE)
    add_compile_options(-fsanitize=${DIVAN_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${DIVAN_SANITIZE})
    # An optional without a value is memory like any other to the sanitizers; the library's own checks see it.
    add_compile_definitions(_GLIBCXX_ASSERTIONS DIVAN_UNDER_SANITIZER DIVAN_INSTRUMENTED)
endif()
if(DIVAN_COVERAGE)
    add_compile_options(-fprofile-instr-generate -fcoverage-mapping)
    add_link_options(-fprofile-instr-generate)
    add_compile_definitions(DIVAN_INSTRUMENTED)
endif()

# A C program that loads libdivan.so needs the run time of the sanitizers for C++, which clang links into C++ programs only.
function(divan_c_program target)
    if(DIVAN_SANITIZE)
        set_target_properties(${target} PROPERTIES LINKER_LANGUAGE CXX)
    endif()
endfunction()
