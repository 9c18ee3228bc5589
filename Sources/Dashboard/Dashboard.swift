import Statistics
import Terminal
