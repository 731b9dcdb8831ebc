// Handles and arguments of the libtorch bridge.
//
// A tensor handle is the TensorImpl itself, owning one reference: no box around it, so a result costs no allocation.
// An operator handle lives for ever: callers cache it.
#pragma once

#include <ATen/core/Tensor.h>
#include <ATen/core/dispatch/Dispatcher.h>

#include <stdexcept>

#include "fae_native.h"

enum fae_torch_kind : int32_t {
    FAE_NONE = 0,
    FAE_TENSOR = 1,       // value = handle
    FAE_INT = 2,          // value
    FAE_DOUBLE = 3,       // real
    FAE_BOOL = 4,         // value
    FAE_COMPLEX = 5,      // real, and the imaginary part's bits in value
    FAE_INT_LIST = 6,     // value = const int64_t*, length
    FAE_DOUBLE_LIST = 7,  // value = const double*, length
    FAE_TENSOR_LIST = 8,  // value = handle*, length; a null handle is None
    FAE_STRING = 9,       // value = const char*, length in bytes
    FAE_DEVICE = 10,      // value = device type, length = index
    FAE_GENERATOR = 11,   // value = generator handle
};

// Mirrored by NativeArgument in the managed part.
struct fae_torch_argument {
    int32_t kind;
    int32_t length;
    int64_t value;
    double real;
};

namespace fae {

using TensorPointer = c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>;

inline at::Tensor borrow(void* handle) {
    if (handle == nullptr) {
        return at::Tensor();
    }
    return at::Tensor(TensorPointer::reclaim_copy(static_cast<c10::TensorImpl*>(handle)));
}

inline c10::TensorImpl* peek(void* handle) noexcept {
    return static_cast<c10::TensorImpl*>(handle);
}

inline void* own(at::Tensor&& tensor) {
    return tensor.defined() ? static_cast<void*>(tensor.unsafeReleaseTensorImpl()) : nullptr;
}

// As guarded, with the message of a c10::Error cut free from the backtrace that libtorch appends.
template <class Body>
int32_t torch_guarded(Body&& body) noexcept {
    return guarded([&] {
        try {
            body();
        } catch (const c10::Error& error) {
            throw std::runtime_error(error.what_without_backtrace());
        }
    });
}

}  // namespace fae
