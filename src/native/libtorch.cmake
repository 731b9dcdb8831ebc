# Found by path and not by TorchConfig.cmake: that one wants the CUDA toolkit of the build, and Debian's names Python.
if(FAE_LIBTORCH)
  set(torch_include "${FAE_LIBTORCH}/include" "${FAE_LIBTORCH}/include/torch/csrc/api/include")
  set(torch_libraries "${FAE_LIBTORCH}/lib")
else()
  find_path(torch_system_include torch/csrc/api/include/torch/version.h NO_CACHE REQUIRED)
  set(torch_include "${torch_system_include}" "${torch_system_include}/torch/csrc/api/include")
endif()

# The numbers moved to headeronly in 2.9.
foreach(folder IN LISTS torch_include)
  foreach(name torch/headeronly/version.h torch/version.h)
    if(NOT torch_version_header AND EXISTS "${folder}/${name}")
      set(torch_version_header "${folder}/${name}")
    endif()
  endforeach()
endforeach()

file(READ "${torch_version_header}" torch_version_text)
string(REGEX REPLACE ".*TORCH_VERSION_MAJOR ([0-9]+).*" "\\1" torch_major "${torch_version_text}")
string(REGEX REPLACE ".*TORCH_VERSION_MINOR ([0-9]+).*" "\\1" torch_minor "${torch_version_text}")
set(torch_version "${torch_major}.${torch_minor}")
message(STATUS "libtorch ${torch_version}: ${torch_version_header}")
if(torch_version VERSION_GREATER_EQUAL 2.9)
  set(CMAKE_CXX_STANDARD 20)
endif()

# Never cached, so that a build folder can change to another libtorch; a given folder has them or nobody has.
if(FAE_LIBTORCH)
  find_library(torch_cpu_library torch_cpu PATHS "${torch_libraries}" NO_DEFAULT_PATH NO_CACHE REQUIRED)
  find_library(torch_c10_library c10 PATHS "${torch_libraries}" NO_DEFAULT_PATH NO_CACHE REQUIRED)
else()
  find_library(torch_cpu_library torch_cpu NO_CACHE REQUIRED)
  find_library(torch_c10_library c10 NO_CACHE REQUIRED)
endif()

# Wheels before 2.6 were built with the old std::string; libc10 tells by its own symbols.
execute_process(COMMAND nm -D --defined-only "${torch_c10_library}" OUTPUT_VARIABLE torch_c10_symbols ERROR_QUIET)
if(torch_c10_symbols AND NOT torch_c10_symbols MATCHES "cxx11")
  set(torch_definitions _GLIBCXX_USE_CXX11_ABI=0)
endif()

add_library(fae_libtorch INTERFACE)
target_include_directories(fae_libtorch SYSTEM INTERFACE ${torch_include})
target_link_libraries(fae_libtorch INTERFACE "${torch_cpu_library}" "${torch_c10_library}")
target_compile_definitions(fae_libtorch INTERFACE ${torch_definitions})
