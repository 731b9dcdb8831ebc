// The library as a whole: which libtorch it was built for and is mapped over, and what it can do.
#include <c10/util/Logging.h>

#include <cstdlib>
#include <functional>
#include <string>

#include "fae_libtorch.h"
#include "fae_native.h"

C10_DECLARE_int(caffe2_log_level);

namespace {

// Above glog's warnings, in its numbers.
constexpr int errors_only = 2;

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

FAE_API int32_t fae_c10d_version(char* buffer, int32_t capacity) noexcept {
    return fae::torch_version(buffer, capacity);
}

FAE_API int32_t fae_c10d_mapped_path(char* buffer, int32_t capacity) noexcept {
    return fae::torch_mapped_path(buffer, capacity);
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
