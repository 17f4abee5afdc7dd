"""Medicine that a guardian ordered in writing (委托喂药单), and each time it was given."""
