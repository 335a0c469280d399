from collections.abc import Sequence


def told_move(order: Sequence[int], pk: int, of: str, *, forward: bool) -> tuple[str, str]:
    """After a row of a list was moved: where it stands, in words, and the id of its button to press next.

    The button is the one that was pressed or, at the end of the list, the other one.
    """
    place = order.index(pk) + 1
    can_go_on = place < len(order) if forward else place > 1
    direction = "down" if forward == can_go_on else "up"
    return f"已{'下' if forward else '上'}移，现在排第 {place}。", f"{of}-{pk}-{direction}"
