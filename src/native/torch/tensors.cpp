// What is no operator: a tensor's life, its description and its memory.
#include "bridge.h"

// Mirrored by TensorDescription in the managed part.
struct fae_torch_description {
    int64_t numel;
    int32_t dimensions;
    int32_t dtype;
    int32_t device_type;
    int32_t device_index;
    int32_t requires_grad;
    int32_t is_contiguous;
};

FAE_API void fae_torch_tensor_free(void* tensor) noexcept {
    try {
        if (tensor != nullptr) {
            fae::TensorPointer::reclaim(fae::peek(tensor));
        }
    } catch (...) {
        // A failing deleter has nobody to tell: the handle is gone either way.
    }
}

FAE_API void* fae_torch_tensor_share(void* tensor) noexcept {
    return fae::TensorPointer::reclaim_copy(fae::peek(tensor)).release();
}

FAE_API int32_t fae_torch_tensor_describe(void* handle, fae_torch_description* description) {
    return fae::torch_guarded([&] {
        const auto tensor = fae::borrow(handle);
        const auto device = tensor.device();
        description->numel = tensor.numel();
        description->dimensions = static_cast<int32_t>(tensor.dim());
        description->dtype = static_cast<int32_t>(tensor.scalar_type());
        description->device_type = static_cast<int32_t>(device.type());
        description->device_index = device.index();
        description->requires_grad = tensor.requires_grad();
        description->is_contiguous = tensor.is_contiguous();
    });
}

// Either pointer may be null; each holds as many numbers as the tensor has dimensions.
FAE_API int32_t fae_torch_tensor_layout(void* handle, int64_t* sizes, int64_t* strides) {
    return fae::torch_guarded([&] {
        const auto tensor = fae::borrow(handle);
        for (int64_t i = 0; i < tensor.dim(); ++i) {
            if (sizes != nullptr) {
                sizes[i] = tensor.size(i);
            }
            if (strides != nullptr) {
                strides[i] = tensor.stride(i);
            }
        }
    });
}

FAE_API int32_t fae_torch_tensor_data(void* handle, void** data) {
    return fae::torch_guarded([&] { *data = fae::borrow(handle).data_ptr(); });
}

FAE_API int64_t fae_torch_dtype_size(int32_t dtype) noexcept {
    return static_cast<int64_t>(c10::elementSize(static_cast<c10::ScalarType>(dtype)));
}
