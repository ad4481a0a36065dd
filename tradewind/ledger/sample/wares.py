"""What the made-up company sells: six product lines, each from one factory, and when people buy them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ProductLine:
    """A line of products.

    production_days   usual days in production
    months            factor on the buyers' pace by month, January first: above 1 they order more often
    shock             days before today at which a cheaper rival came up; 0: never
    products          name, unit, price in US dollars
    """

    name: str
    factory: str
    production_days: float
    months: tuple[float, ...]
    shock: int
    products: tuple[tuple[str, str, float], ...]


# fmt: off
LINES = (
    ProductLine("Lighting 灯具", "中山灯具厂", 11, (1, .9, 1, 1, 1, 1, 1.05, 1.1, 1.1, 1.05, .95, .9), 430, (
        ("LED desk lamp 6W", "pcs", 7.4), ("Solar garden light", "pcs", 4.2), ("Pendant lamp, bamboo", "pcs", 13.8),
        ("LED strip 5 m", "sets", 5.1), ("Floor lamp, oak", "pcs", 29.5))),
    ProductLine("Kitchenware 厨具", "阳江五金厂", 10, (.95, .9, 1, 1, 1, 1, 1, 1.1, 1.15, 1.1, .95, .85), 0, (
        ("Knife set, 5 pieces", "sets", 12.6), ("Non-stick pan 28 cm", "pcs", 8.3),
        ("Cutting board, bamboo", "pcs", 3.2), ("Silicone spatula set", "sets", 4.6))),
    ProductLine("Garden 园艺", "台州户外厂", 12, (1.25, 1.2, 1.2, 1.05, .9, .8, .8, .85, .9, 1, 1.1, 1.2), 700, (
        ("Folding garden chair", "pcs", 15.9), ("Watering can 8 L", "pcs", 4.4), ("Raised bed, steel", "pcs", 24.0),
        ("Pruning shears", "pcs", 3.9))),
    ProductLine("Festive 节庆", "义乌工艺厂", 13, (.8, .7, .9, 1, 1.1, 1.3, 1.5, 1.5, 1.25, .9, .7, .6), 0, (
        ("Christmas baubles, 24", "sets", 3.6), ("LED string lights 20 m", "pcs", 4.9),
        ("Artificial tree 1.8 m", "pcs", 17.5), ("Gift bags, 50", "sets", 6.2))),
    ProductLine("Tools 工具", "永康工具厂", 9, (1, .9, 1.05, 1.05, 1, 1, .95, .95, 1.05, 1.1, 1, .95), 250, (
        ("Cordless drill 18 V", "pcs", 27.8), ("Socket set, 46 pieces", "sets", 13.1), ("Tape measure 5 m", "pcs", 1.7),
        ("Tool box 19 in", "pcs", 8.8))),
    ProductLine("Home textiles 家纺", "南通家纺厂", 12, (1, .95, 1, 1, 1, .95, .95, 1.05, 1.1, 1.1, 1, .9), 0, (
        ("Bath towel 70x140", "pcs", 3.8), ("Duvet cover set", "sets", 14.2), ("Cushion cover 45x45", "pcs", 1.9),
        ("Beach towel, printed", "pcs", 4.5))),
)
# fmt: on
