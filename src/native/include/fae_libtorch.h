// What every part over libtorch tells about it: the version it was compiled for, and the file that is mapped. Each part is a library of its own, so both are asked in each.
#pragma once

#include <ATen/Context.h>
#include <torch/version.h>

#include <dlfcn.h>

#include <cstdint>
#include <cstring>

namespace fae {

inline int32_t copy_text(const char* text, char* buffer, int32_t capacity) noexcept {
    const auto length = static_cast<int32_t>(std::strlen(text));
    std::memcpy(buffer, text, static_cast<size_t>(length < capacity ? length : capacity));
    return length < capacity ? length : capacity;
}

// The version of the headers that this part was compiled with.
inline int32_t torch_version(char* buffer, int32_t capacity) noexcept {
    return copy_text(TORCH_VERSION, buffer, capacity);
}

// The file that libtorch was in fact mapped from.
inline int32_t torch_mapped_path(char* buffer, int32_t capacity) noexcept {
    Dl_info info{};
    const auto address = reinterpret_cast<void*>(static_cast<at::Context& (*)()>(&at::globalContext));
    if (dladdr(address, &info) == 0 || info.dli_fname == nullptr) {
        return 0;
    }
    return copy_text(info.dli_fname, buffer, capacity);
}

}  // namespace fae
