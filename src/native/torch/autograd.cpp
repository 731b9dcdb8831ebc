#include <torch/csrc/autograd/autograd.h>

#include <ATen/core/grad_mode.h>
#include <c10/core/InferenceMode.h>

#include <vector>

#include "bridge.h"

namespace {

std::vector<at::Tensor> borrow_all(void* const* handles, int32_t count) {
    std::vector<at::Tensor> tensors;
    tensors.reserve(static_cast<size_t>(count));
    for (int32_t i = 0; i < count; ++i) {
        tensors.push_back(fae::borrow(handles[i]));
    }
    return tensors;
}

}  // namespace

FAE_API int32_t fae_torch_backward(void* const* roots, int32_t root_count, void* const* gradients, int32_t gradient_count,
                                   int32_t retain_graph, int32_t create_graph, void* const* inputs, int32_t input_count) {
    return fae::torch_guarded([&] {
        torch::autograd::backward(borrow_all(roots, root_count), borrow_all(gradients, gradient_count), retain_graph != 0,
                                  create_graph != 0, borrow_all(inputs, input_count));
    });
}

FAE_API int32_t fae_torch_grad(void* const* outputs, int32_t output_count, void* const* inputs, int32_t input_count,
                               void* const* gradients, int32_t gradient_count, int32_t retain_graph, int32_t create_graph,
                               int32_t allow_unused, void** results) {
    return fae::torch_guarded([&] {
        auto found = torch::autograd::grad(borrow_all(outputs, output_count), borrow_all(inputs, input_count),
                                           borrow_all(gradients, gradient_count), retain_graph != 0, create_graph != 0,
                                           allow_unused != 0);
        for (size_t i = 0; i < found.size(); ++i) {
            results[i] = fae::own(std::move(found[i]));
        }
    });
}

FAE_API int32_t fae_torch_tensor_set_requires_grad(void* handle, int32_t value) {
    return fae::torch_guarded([&] { fae::borrow(handle).set_requires_grad(value != 0); });
}

FAE_API int32_t fae_torch_tensor_is_leaf(void* handle, int32_t* value) {
    return fae::torch_guarded([&] { *value = fae::borrow(handle).is_leaf(); });
}

FAE_API int32_t fae_torch_tensor_retain_grad(void* handle) {
    return fae::torch_guarded([&] { fae::borrow(handle).retain_grad(); });
}

FAE_API int32_t fae_torch_tensor_grad(void* handle, void** gradient) {
    return fae::torch_guarded([&] {
        at::Tensor found = fae::borrow(handle).grad();
        *gradient = fae::own(std::move(found));
    });
}

FAE_API int32_t fae_torch_tensor_set_grad(void* handle, void* gradient) {
    return fae::torch_guarded([&] { fae::borrow(handle).mutable_grad() = fae::borrow(gradient); });
}

FAE_API int32_t fae_torch_grad_mode() noexcept {
    return at::GradMode::is_enabled();
}

FAE_API void fae_torch_set_grad_mode(int32_t enabled) noexcept {
    at::GradMode::set_enabled(enabled != 0);
}

FAE_API int32_t fae_torch_inference_mode() noexcept {
    return c10::InferenceMode::is_enabled();
}

// A guard belongs to the thread that made it and is freed there, last made first.
FAE_API int32_t fae_torch_inference_guard(int32_t enabled, void** guard) {
    return fae::torch_guarded([&] { *guard = new c10::InferenceMode(enabled != 0); });
}

FAE_API int32_t fae_torch_inference_guard_free(void* guard) {
    return fae::torch_guarded([&] { delete static_cast<c10::InferenceMode*>(guard); });
}
