#pragma once

#include <cstddef>
#include <vector>

namespace divan::engine {

/// ComfyUI's IMAGE: values from 0 to 1, laid out batch, height, width, channel (3 or 4).
struct Image {
    int batch = 0, height = 0, width = 0, channels = 3;
    std::vector<float> values;

    Image() = default;
    Image(int b, int h, int w, int c, float fill = 0)
        : batch{b},
          height{h},
          width{w},
          channels{c},
          values(static_cast<std::size_t>(b) * static_cast<std::size_t>(h) * static_cast<std::size_t>(w) *
                     static_cast<std::size_t>(c),
                 fill) {}

    std::size_t index(int b, int y, int x, int c) const {
        return ((static_cast<std::size_t>(b) * static_cast<std::size_t>(height) +
                 static_cast<std::size_t>(y)) *
                    static_cast<std::size_t>(width) +
                static_cast<std::size_t>(x)) *
                   static_cast<std::size_t>(channels) +
               static_cast<std::size_t>(c);
    }
    float& at(int b, int y, int x, int c) { return values[index(b, y, x, c)]; }
    float at(int b, int y, int x, int c) const { return values[index(b, y, x, c)]; }
};

/// ComfyUI's MASK: values from 0 to 1, laid out batch, height, width.
struct Mask {
    int batch = 0, height = 0, width = 0;
    std::vector<float> values;

    Mask() = default;
    Mask(int b, int h, int w, float fill = 0)
        : batch{b},
          height{h},
          width{w},
          values(static_cast<std::size_t>(b) * static_cast<std::size_t>(h) * static_cast<std::size_t>(w),
                 fill) {}

    std::size_t index(int b, int y, int x) const {
        return (static_cast<std::size_t>(b) * static_cast<std::size_t>(height) +
                static_cast<std::size_t>(y)) *
                   static_cast<std::size_t>(width) +
               static_cast<std::size_t>(x);
    }
    float& at(int b, int y, int x) { return values[index(b, y, x)]; }
    float at(int b, int y, int x) const { return values[index(b, y, x)]; }
};

}  // namespace divan::engine
