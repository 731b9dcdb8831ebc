// The library as a whole: which libtorch it was built for and is mapped over, whether that has CUDA, and where a tensor lies.
#include "fae_libtorch.h"
#include "fae_tensor.h"

FAE_API int32_t fae_last_error(char* buffer, int32_t capacity) noexcept {
    return fae::copy_last_error(buffer, capacity);
}

// Nothing to do; every part of FaeRealtime.Native has it.
FAE_API int32_t fae_graphs_initialise() noexcept {
    return FAE_OK;
}

FAE_API int32_t fae_graphs_version(char* buffer, int32_t capacity) noexcept {
    return fae::torch_version(buffer, capacity);
}

FAE_API int32_t fae_graphs_mapped_path(char* buffer, int32_t capacity) noexcept {
    return fae::torch_mapped_path(buffer, capacity);
}

// 1 where it was built for a CUDA libtorch; else streams and graphs fail.
FAE_API int32_t fae_graphs_cuda() noexcept {
#ifdef FAE_CUDA
    return 1;
#else
    return 0;
#endif
}

// Where a contiguous tensor's first element lies, and on which CUDA device: -1 in the processor's memory.
FAE_API int32_t fae_graphs_tensor_data(void* handle, void** data, int32_t* device) {
    return fae::libtorch_guarded([&] {
        const auto tensor = fae::tensor_of(handle);
        if (!tensor.is_contiguous()) {
            throw fae::invalid_argument("a tensor whose memory is asked for must be contiguous");
        }
        *data = tensor.data_ptr();
        *device = tensor.is_cuda() ? tensor.device().index() : -1;
    });
}
