#include <divan/engine/picture_worker.hpp>

int main(int argc, char** argv) { return divan::engine::run_picture_worker({argv + 1, argv + argc}); }
