#include <ATen/Context.h>
#include <ATen/core/Generator.h>

#include <mutex>

#include "bridge.h"

namespace {

c10::Device device_of(int32_t type, int32_t index) {
    return c10::Device(static_cast<c10::DeviceType>(type), static_cast<c10::DeviceIndex>(index));
}

at::Generator& generator_of(void* handle) {
    return *static_cast<at::Generator*>(handle);
}

}  // namespace

FAE_API int32_t fae_torch_manual_seed(uint64_t seed) {
    return fae::torch_guarded([&] { at::manual_seed(seed); });
}

FAE_API int32_t fae_torch_generator_default(int32_t device_type, int32_t device_index, void** result) {
    return fae::torch_guarded([&] {
        *result = new at::Generator(at::globalContext().defaultGenerator(device_of(device_type, device_index)));
    });
}

FAE_API int32_t fae_torch_generator_new(uint64_t seed, int32_t device_type, int32_t device_index, void** result) {
    return fae::torch_guarded([&] {
        at::Generator standard = at::globalContext().defaultGenerator(device_of(device_type, device_index));
        auto generator = [&] {
            std::lock_guard<std::mutex> lock(standard.mutex());
            return standard.clone();
        }();
        generator.set_current_seed(seed);
        *result = new at::Generator(std::move(generator));
    });
}

FAE_API void fae_torch_generator_free(void* generator) noexcept {
    delete static_cast<at::Generator*>(generator);
}

FAE_API int32_t fae_torch_generator_set_seed(void* generator, uint64_t seed) {
    return fae::torch_guarded([&] {
        std::lock_guard<std::mutex> lock(generator_of(generator).mutex());
        generator_of(generator).set_current_seed(seed);
    });
}

FAE_API int32_t fae_torch_generator_seed(void* generator, int32_t fresh, uint64_t* seed) {
    return fae::torch_guarded([&] {
        std::lock_guard<std::mutex> lock(generator_of(generator).mutex());
        *seed = fresh != 0 ? generator_of(generator).seed() : generator_of(generator).current_seed();
    });
}

FAE_API int32_t fae_torch_generator_state(void* generator, void** state) {
    return fae::torch_guarded([&] {
        std::lock_guard<std::mutex> lock(generator_of(generator).mutex());
        *state = fae::own(generator_of(generator).get_state());
    });
}

FAE_API int32_t fae_torch_generator_set_state(void* generator, void* state) {
    return fae::torch_guarded([&] {
        std::lock_guard<std::mutex> lock(generator_of(generator).mutex());
        generator_of(generator).set_state(fae::borrow(state));
    });
}
