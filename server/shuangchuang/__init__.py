"""The Shuangchuang package: publishes, checks and explains the knowledge graph."""
