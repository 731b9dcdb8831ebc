// Process groups: sums and broadcasts over all ranks, in place, on the processor's memory or on tensors.
#include "c10d.h"

#include <ATen/ops/from_blob.h>

#ifdef USE_C10D_GLOO
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#endif
#ifdef USE_C10D_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

#ifdef USE_C10D_GLOO
// Over the named network interface, else the named address, else what the machine's own name resolves to.
c10::intrusive_ptr<fae::Collective> gloo_group(
    c10::intrusive_ptr<c10d::Store> store, int32_t rank, int32_t world, std::chrono::milliseconds timeout, const char* interface, const char* address) {
    auto options = c10d::ProcessGroupGloo::Options::create(timeout);
    if (*interface != '\0') {
        options->devices.push_back(c10d::ProcessGroupGloo::createDeviceForInterface(interface));
    } else if (*address != '\0') {
        options->devices.push_back(c10d::ProcessGroupGloo::createDeviceForHostname(address));
    } else {
        options->devices.push_back(c10d::ProcessGroupGloo::createDefaultDevice());
    }
    return c10::make_intrusive<c10d::ProcessGroupGloo>(std::move(store), rank, world, options);
}
#endif

#ifdef USE_C10D_NCCL
c10::intrusive_ptr<fae::Collective> nccl_group(
    c10::intrusive_ptr<c10d::Store> store, int32_t rank, int32_t world, std::chrono::milliseconds timeout) {
    auto options = c10d::ProcessGroupNCCL::Options::create();
    options->timeout = timeout;
    return c10::make_intrusive<c10d::ProcessGroupNCCL>(std::move(store), rank, world, options);
}
#endif

at::Tensor borrow(const fae::Group* group, void* handle) {
    auto tensor = fae::tensor_of(handle);
    if (tensor.is_cuda() != group->cuda || !tensor.is_contiguous()) {
        throw fae::invalid_argument(group->cuda ? "an NCCL group works on contiguous CUDA tensors only" : "a Gloo group works on contiguous tensors of the processor only");
    }
    return tensor;
}

at::Tensor view(const fae::Group* group, void* data, int64_t count, at::ScalarType type) {
    if (group->cuda) {
        throw fae::invalid_argument("an NCCL group does not work on the processor's memory");
    }
    return at::from_blob(data, {count}, at::TensorOptions().dtype(type));
}

void sum(const fae::Group* group, at::Tensor tensor) {
    std::vector<at::Tensor> tensors{std::move(tensor)};
    group->collective->allreduce(tensors)->wait();
}

void broadcast(const fae::Group* group, at::Tensor tensor, int32_t root) {
    std::vector<at::Tensor> tensors{std::move(tensor)};
    c10d::BroadcastOptions options;
    options.rootRank = root;
    group->collective->broadcast(tensors, options)->wait();
}

}  // namespace

// backend is the bit that fae_c10d_backends reports. Every rank of the world must call it.
FAE_API int32_t fae_c10d_group_new(
    fae::Store* store, int32_t backend, int32_t rank, int32_t world, int64_t timeout_ms, const char* interface, const char* address, fae::Group** result) {
    return fae::libtorch_guarded([&] {
        const std::chrono::milliseconds timeout(timeout_ms);
        const auto keys = c10::make_intrusive<c10d::PrefixStore>(std::to_string(backend), store->store);
        auto group = std::make_unique<fae::Group>();
        group->cuda = backend == 2;
#ifdef USE_C10D_GLOO
        if (backend == 1) {
            group->collective = gloo_group(keys, rank, world, timeout, interface, address);
        }
#endif
#ifdef USE_C10D_NCCL
        if (backend == 2) {
            group->collective = nccl_group(keys, rank, world, timeout);
        }
#endif
        if (!group->collective) {
            throw fae::invalid_argument("this library was built without that backend");
        }
        *result = group.release();
    });
}

// data becomes the sum over all ranks, with the same bits on each.
FAE_API int32_t fae_c10d_group_sum(fae::Group* group, float* data, int64_t count) {
    return fae::libtorch_guarded([&] { sum(group, view(group, data, count, at::kFloat)); });
}

// The same of a tensor. NCCL's is done when the device's stream comes to it.
FAE_API int32_t fae_c10d_group_sum_tensor(fae::Group* group, void* tensor) {
    return fae::libtorch_guarded([&] { sum(group, borrow(group, tensor)); });
}

// data becomes what it is on the root.
FAE_API int32_t fae_c10d_group_broadcast(fae::Group* group, uint8_t* data, int64_t count, int32_t root) {
    return fae::libtorch_guarded([&] { broadcast(group, view(group, data, count, at::kByte), root); });
}

FAE_API int32_t fae_c10d_group_broadcast_tensor(fae::Group* group, void* tensor, int32_t root) {
    return fae::libtorch_guarded([&] { broadcast(group, borrow(group, tensor), root); });
}

FAE_API void fae_c10d_group_free(fae::Group* group) noexcept {
    delete group;
}
