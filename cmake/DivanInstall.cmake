# `cmake --install` and find_package(divan): divan::client, divan::engine and what they need; divan::capi, which needs
# nothing.
include(CMakePackageConfigHelpers)
install(EXPORT divanTargets NAMESPACE divan:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/divan)
install(EXPORT divanCapiTargets NAMESPACE divan:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/divan)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/divanConfig.cmake.in
    ${PROJECT_BINARY_DIR}/divanConfig.cmake INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/divan)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/divanConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/divanConfig.cmake ${PROJECT_BINARY_DIR}/divanConfigVersion.cmake
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/divan)
