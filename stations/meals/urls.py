"""Addresses of meals."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from stations.meals import api, kitchen_api, kitchen_views, menu_api, menu_views, views

urlpatterns = [
    path("stations/meals/", views.meal_home, name="meal-home"),
    path("stations/meals/<uuid:pk>/", views.meal_board, name="meal-board"),
    path("stations/meals/menu/", menu_views.menu_home, name="menu-home"),
    path("stations/meals/menu/<uuid:pk>/", menu_views.menu_week, name="menu-week"),
    path("stations/meals/menu/<uuid:pk>/dishes/", menu_views.dish_list, name="dish-list"),
    path("stations/meals/menu/<uuid:pk>/dishes/new/", menu_views.dish_new, name="dish-new"),
    path("stations/meals/dishes/<uuid:pk>/", menu_views.dish, name="dish"),
    path("stations/meals/dishes/<uuid:pk>/retire/", menu_views.dish_retire, name="dish-retire"),
    path("stations/meals/record/<uuid:pk>/", views.meal, name="meal"),
    path("stations/meals/record/<uuid:pk>/void/", views.meal_void, name="meal-void"),
    path("stations/meals/record/<uuid:pk>/accompanied/", views.accompanied_new, name="accompanied-new"),
    path("stations/meals/record/<uuid:pk>/photo/", views.meal_photo_new, name="meal-photo-new"),
    path("stations/meals/record/<uuid:pk>/take-back/", views.meal_take_back, name="meal-take-back"),
    path("stations/meals/kitchen/", kitchen_views.kitchen_count_home, name="kitchen-count-home"),
    path("stations/meals/kitchen/<uuid:pk>/", kitchen_views.kitchen_count, name="kitchen-count"),
    path("stations/meals/kitchen/<uuid:pk>/link/", kitchen_views.kitchen_link_change, name="kitchen-link"),
    path("stations/meals/kitchen/today/<str:token>/", kitchen_views.kitchen_phone, name="kitchen-phone"),
    path("stations/meals/kitchen/today/<str:token>/seen/", kitchen_views.kitchen_seen, name="kitchen-seen"),
    path("stations/meals/servings/<uuid:pk>/", views.serving, name="serving"),
    path("stations/meals/servings/<uuid:pk>/void/", views.serving_void, name="serving-void"),
]

router = SimpleRouter()
router.register("meal-records", api.Meals, basename="api-meal-records")
router.register("servings", api.Servings, basename="api-servings")
router.register("accompanied-meals", api.AccompaniedMeals, basename="api-accompanied-meals")
router.register("meal-photos", api.MealPhotos, basename="api-meal-photos")
router.register("kitchen-orders", kitchen_api.KitchenOrders, basename="api-kitchen-orders")
router.register("kitchen-links", kitchen_api.KitchenLinks, basename="api-kitchen-links")
router.register("dishes", menu_api.Dishes, basename="api-dishes")
router.register("menu-dishes", menu_api.MenuDishes, basename="api-menu-dishes")
router.register("menu-editions", menu_api.MenuEditions, basename="api-menu-editions")
api_urlpatterns = [
    *router.urls,
    path("allergens/", menu_api.Allergens.as_view(), name="api-allergens"),
    path("kitchen-count/", kitchen_api.KitchenCount.as_view(), name="api-kitchen-count"),
    path("menu/", menu_api.Week.as_view(), name="api-menu"),
    path("menu/copy/", menu_api.CopyWeek.as_view(), name="api-menu-copy"),
    path("menu/publish/", menu_api.PublishWeek.as_view(), name="api-menu-publish"),
]
