#pragma once

#include <cstdint>
#include <string>

namespace divan {

/// A random UUID (version 4) in canonical lower case, drawn from the operating system's generator.
/// ComfyUI 0.36 and newer accept no other form of `prompt_id`.
std::string uuid4();

/// Uniform in [0, limit], from the operating system's generator.
std::uint64_t random_upto(std::uint64_t limit);

/// A small deterministic generator (SplitMix64) for simulations, back-off jitter and stand-in pictures.
class Rng {
public:
    explicit Rng(std::uint64_t seed) : state_{seed} {}
    std::uint64_t next();
    double unit();  ///< uniform in [0, 1)
    std::uint64_t upto(std::uint64_t limit) { return limit == UINT64_MAX ? next() : next() % (limit + 1); }

private:
    std::uint64_t state_;
};

}  // namespace divan
