from benchmarks.phrasing import sides


def test_both_sides_of_the_benchmark_print_the_same_long_text():
    reference, ours = sides()
    text = reference()
    assert [side() for side in ours.values()] == [text, text]
    assert len(text) > 9000
