// The library as a whole: which libtorch it was built for and is mapped over, and what it can do.
#include <ATen/Context.h>
#include <c10/util/Logging.h>
#include <torch/version.h>

#include <dlfcn.h>

#include <cstdlib>
#include <functional>
#include <string>

#include "fae_native.h"

C10_DECLARE_int(caffe2_log_level);

namespace {

// Above glog's warnings, in its numbers.
constexpr int errors_only = 2;

int32_t copy_text(const char* text, char* buffer, int32_t capacity) {
    const auto length = static_cast<int32_t>(std::strlen(text));
    std::memcpy(buffer, text, static_cast<size_t>(length < capacity ? length : capacity));
    return length < capacity ? length : capacity;
}

}  // namespace

FAE_API int32_t fae_last_error(char* buffer, int32_t capacity) noexcept {
    return fae::copy_last_error(buffer, capacity);
}

// Once per process. Without a level of the user's, c10d would warn of every attempt to reach a rank that is still starting.
FAE_API int32_t fae_c10d_initialise() {
    return fae::guarded([] {
        c10::SetStackTraceFetcher(std::function<std::string()>([] { return std::string(); }));
        if (std::getenv("TORCH_CPP_LOG_LEVEL") == nullptr) {
            FLAGS_caffe2_log_level = errors_only;
        }
    });
}

// The version of the headers that this library was compiled with.
FAE_API int32_t fae_c10d_version(char* buffer, int32_t capacity) noexcept {
    return copy_text(TORCH_VERSION, buffer, capacity);
}

// The file that libtorch was in fact mapped from.
FAE_API int32_t fae_c10d_mapped_path(char* buffer, int32_t capacity) noexcept {
    Dl_info info{};
    const auto address = reinterpret_cast<void*>(static_cast<at::Context& (*)()>(&at::globalContext));
    if (dladdr(address, &info) == 0 || info.dli_fname == nullptr) {
        return 0;
    }
    return copy_text(info.dli_fname, buffer, capacity);
}

// Bit 0: Gloo, bit 1: NCCL. With neither, this and what is above are all that the library exports.
FAE_API int32_t fae_c10d_backends() noexcept {
    int32_t backends = 0;
#ifdef USE_C10D_GLOO
    backends |= 1;
#endif
#ifdef USE_C10D_NCCL
    backends |= 2;
#endif
    return backends;
}
