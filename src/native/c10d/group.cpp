// Process groups: sums and broadcasts over all ranks, in place, on raw memory.
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
#include <vector>

namespace {

enum element : int32_t {
    FAE_FLOAT32 = 0,
    FAE_BYTE = 1,
};

#ifdef USE_C10D_GLOO
// Over the named network interface, else the named address, else what the machine's own name resolves to.
c10::intrusive_ptr<fae::Collective> gloo_group(
    const c10::intrusive_ptr<c10d::Store>& store, int32_t rank, int32_t world, std::chrono::milliseconds timeout, const char* interface, const char* address) {
    auto options = c10d::ProcessGroupGloo::Options::create(timeout);
    if (*interface != '\0') {
        options->devices.push_back(c10d::ProcessGroupGloo::createDeviceForInterface(interface));
    } else if (*address != '\0') {
        options->devices.push_back(c10d::ProcessGroupGloo::createDeviceForHostname(address));
    } else {
        options->devices.push_back(c10d::ProcessGroupGloo::createDefaultDevice());
    }
    return c10::make_intrusive<c10d::ProcessGroupGloo>(store, rank, world, options);
}
#endif

#ifdef USE_C10D_NCCL
c10::intrusive_ptr<fae::Collective> nccl_group(
    const c10::intrusive_ptr<c10d::Store>& store, int32_t rank, int32_t world, std::chrono::milliseconds timeout) {
    auto options = c10d::ProcessGroupNCCL::Options::create();
    options->timeout = timeout;
    return c10::make_intrusive<c10d::ProcessGroupNCCL>(store, rank, world, options);
}
#endif

// The memory as a tensor that owns nothing. device is below 0 for the processor's memory.
at::Tensor view(const fae::Group* group, void* data, int64_t count, int32_t kind, int32_t device) {
    if (group->cuda != (device >= 0)) {
        throw fae::invalid_argument(group->cuda ? "an NCCL group works on CUDA memory only" : "a Gloo group works on the processor's memory only");
    }
    const auto place = device < 0 ? c10::Device(c10::kCPU) : c10::Device(c10::kCUDA, static_cast<c10::DeviceIndex>(device));
    const auto type = kind == FAE_FLOAT32 ? at::kFloat : at::kByte;
    return at::from_blob(data, {count}, at::TensorOptions().dtype(type).device(place));
}

}  // namespace

// backend is the bit that fae_c10d_backends reports. Every rank of the world must call it.
FAE_API int32_t fae_c10d_group_new(
    fae::Store* store, int32_t backend, int32_t rank, int32_t world, int64_t timeout_ms, const char* interface, const char* address, fae::Group** result) {
    return fae::c10d_guarded([&] {
        const std::chrono::milliseconds timeout(timeout_ms);
        auto group = std::make_unique<fae::Group>();
        group->cuda = backend == 2;
#ifdef USE_C10D_GLOO
        if (backend == 1) {
            group->collective = gloo_group(store->store, rank, world, timeout, interface, address);
        }
#endif
#ifdef USE_C10D_NCCL
        if (backend == 2) {
            group->collective = nccl_group(store->store, rank, world, timeout);
        }
#endif
        if (!group->collective) {
            throw fae::invalid_argument("this library was built without that backend");
        }
        *result = group.release();
    });
}

// data becomes the sum over all ranks, with the same bits on each.
FAE_API int32_t fae_c10d_group_sum(fae::Group* group, void* data, int64_t count, int32_t device) {
    return fae::c10d_guarded([&] {
        std::vector<at::Tensor> tensors{view(group, data, count, FAE_FLOAT32, device)};
        group->collective->allreduce(tensors)->wait();
    });
}

// data becomes what it is on the root.
FAE_API int32_t fae_c10d_group_broadcast(fae::Group* group, void* data, int64_t count, int32_t kind, int32_t device, int32_t root) {
    return fae::c10d_guarded([&] {
        std::vector<at::Tensor> tensors{view(group, data, count, kind, device)};
        c10d::BroadcastOptions options;
        options.rootRank = root;
        group->collective->broadcast(tensors, options)->wait();
    });
}

FAE_API void fae_c10d_group_free(fae::Group* group) noexcept {
    delete group;
}
