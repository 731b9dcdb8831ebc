// What the parts of FaeRealtime.Native share: libtorch's errors, and tensors by TorchSharp's handle.
#pragma once

#include <ATen/core/Tensor.h>
#include <c10/util/Exception.h>

#include <dlfcn.h>

#include <stdexcept>

#include "fae_native.h"

namespace fae {

// As guarded, with the message of a c10::Error cut free from the backtrace that libtorch appends.
template <class Body>
int32_t libtorch_guarded(Body&& body) noexcept {
    return guarded([&] {
        try {
            body();
        } catch (const c10::Error& error) {
            throw std::runtime_error(error.what_without_backtrace());
        }
    });
}

// The tensor behind a handle, without taking it over. The published TorchSharp hands out an at::Tensor*, ours the TensorImpl* itself: the latter begins with
// its vtable, which lies in a library, the former with a TensorImpl, which lies on the heap.
inline at::Tensor tensor_of(void* handle) {
    void* const first = *static_cast<void**>(handle);
    Dl_info info{};
    auto* const impl = static_cast<c10::TensorImpl*>(dladdr(first, &info) != 0 ? handle : first);
    return at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim_copy(impl));
}

}  // namespace fae
