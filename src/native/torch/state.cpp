// The library as a whole: where it was loaded from, its threads, its devices.
#include <torch/cuda.h>

#include <ATen/Parallel.h>
#include <c10/core/DefaultDtype.h>

#include "bridge.h"
#include "fae_libtorch.h"
#include "versions.h"

FAE_API int32_t fae_last_error(char* buffer, int32_t capacity) noexcept {
    return fae::copy_last_error(buffer, capacity);
}

// Once per process. An empty stack trace makes an error cost microseconds: libtorch would symbolise a backtrace for each.
FAE_API int32_t fae_torch_initialise(int32_t threads) {
    return fae::torch_guarded([&] {
        fae::silence_stack_traces();
        if (threads > 0) {
            at::set_num_threads(threads);
        }
    });
}

FAE_API int32_t fae_torch_version(char* buffer, int32_t capacity) noexcept {
    return fae::torch_version(buffer, capacity);
}

FAE_API int32_t fae_torch_mapped_path(char* buffer, int32_t capacity) noexcept {
    return fae::torch_mapped_path(buffer, capacity);
}

FAE_API int32_t fae_torch_threads() noexcept {
    return at::get_num_threads();
}

FAE_API int32_t fae_torch_set_threads(int32_t threads) {
    return fae::torch_guarded([&] { at::set_num_threads(threads); });
}

FAE_API int32_t fae_torch_interop_threads() noexcept {
    return static_cast<int32_t>(at::get_num_interop_threads());
}

FAE_API int32_t fae_torch_set_interop_threads(int32_t threads) {
    return fae::torch_guarded([&] { at::set_num_interop_threads(threads); });
}

FAE_API int32_t fae_torch_default_dtype() noexcept {
    return static_cast<int32_t>(c10::get_default_dtype_as_scalartype());
}

FAE_API int32_t fae_torch_set_default_dtype(int32_t dtype) {
    return fae::torch_guarded(
        [&] { c10::set_default_dtype(c10::scalarTypeToTypeMeta(static_cast<c10::ScalarType>(dtype))); });
}

FAE_API int32_t fae_torch_cuda_count(int32_t* count) {
    return fae::torch_guarded([&] { *count = torch::cuda::is_available() ? static_cast<int32_t>(torch::cuda::device_count()) : 0; });
}

FAE_API int32_t fae_torch_cuda_synchronize(int64_t device) {
    return fae::torch_guarded([&] { torch::cuda::synchronize(device); });
}

FAE_API int32_t fae_torch_cuda_manual_seed(uint64_t seed, int32_t all) {
    return fae::torch_guarded([&] { all != 0 ? torch::cuda::manual_seed_all(seed) : torch::cuda::manual_seed(seed); });
}
